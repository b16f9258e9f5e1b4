{{ instagram_media('stories') }}
