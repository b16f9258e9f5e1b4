{{ instagram_media('media_snapshots') }}
