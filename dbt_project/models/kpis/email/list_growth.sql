{# Tools tell some of these four only; what none of them tells is not known. #}
{{ kpi(
    ref('fct_email_list_daily'),
    numerator="""
        sum(coalesce(subscribed, 0) + coalesce(other_added, 0) - coalesce(unsubscribed, 0) - coalesce(other_removed, 0))
    """ | trim,
    dimensions=['list_name as list'],
    where='coalesce(subscribed, other_added, unsubscribed, other_removed) is not null'
) }}
