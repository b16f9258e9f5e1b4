"""What Meta's sources share: the Graph API's credentials, quota, paging, errors and insights."""
