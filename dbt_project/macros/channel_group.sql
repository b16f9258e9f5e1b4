{# Google's rules for its default channel group, for what GA4 does not group: the first rule that fits decides.

   `category` is that of the source: a left join of channel_sources on lower(source). Where nothing is known no rule fits,
   so an order without UTM is Unassigned, not Direct: it may come from a search or a friend's link as well.
   Rules that need more than these words (the network of an auto-tagged Google ad, the format of a creative) have no place
   here: channel_agreement counts what that costs. #}
{% macro channel_group(source, medium, campaign, category) -%}
    {%- set source, medium, campaign = 'lower(' ~ source ~ ')', 'lower(' ~ medium ~ ')', 'lower(' ~ campaign ~ ')' -%}
    {%- set email = "('email', 'e-mail', 'e_mail', 'e mail')" -%}
    {%- set is_paid = matches(medium, '^(.*cp.*|ppc|retargeting|paid.*)$') -%}
    {%- set is_shopping = matches(campaign, '^(.*(([^a-df-z]|^)shop|shopping).*)$') -%}
    case
        when {{ source }} = '(direct)' and {{ medium }} in ('(not set)', '(none)') then 'Direct'
        -- GA4 gives such visits this medium itself, since May 2026.
        when {{ medium }} = 'ai-assistant' then 'AI Assistant'
        when {{ campaign }} like '%cross-network%' then 'Cross-network'
        when {{ is_paid }}
            then case
                when {{ category }} = 'shopping' then 'Paid Shopping'
                when {{ is_shopping }} then 'Paid Shopping'
                when {{ category }} = 'search' then 'Paid Search'
                when {{ category }} = 'social' then 'Paid Social'
                when {{ category }} = 'video' then 'Paid Video'
                when {{ medium }} = 'cpm' then 'Display'
                else 'Paid Other'
            end
        when {{ medium }} in ('display', 'banner', 'expandable', 'interstitial') then 'Display'
        when {{ category }} = 'shopping' then 'Organic Shopping'
        when {{ is_shopping }} then 'Organic Shopping'
        when {{ category }} = 'social' then 'Organic Social'
        when {{ medium }} in ('social', 'social-network', 'social-media', 'sm') then 'Organic Social'
        when {{ medium }} in ('social network', 'social media') then 'Organic Social'
        when {{ category }} = 'video' or {{ medium }} like '%video%' then 'Organic Video'
        when {{ category }} = 'search' or {{ medium }} = 'organic' then 'Organic Search'
        when {{ medium }} in ('referral', 'app', 'link') then 'Referral'
        when {{ source }} in {{ email }} then 'Email'
        when {{ medium }} in {{ email }} then 'Email'
        when {{ medium }} = 'affiliate' then 'Affiliates'
        when {{ medium }} = 'audio' then 'Audio'
        when {{ source }} = 'sms' or {{ medium }} = 'sms' then 'SMS'
        when {{ medium }} like '%push' or {{ medium }} like '%mobile%' then 'Mobile Push Notifications'
        when {{ medium }} like '%notification%' or {{ source }} = 'firebase' then 'Mobile Push Notifications'
        else 'Unassigned'
    end
{%- endmacro %}

{# The same for the word that a CRM has for where a lead came from. #}
{% macro channel_group_of_word(word) -%}
    case {{ word }}
        when 'direct' then 'Direct'
        when 'ai_referral' then 'AI Assistant'
        when 'paid_search' then 'Paid Search'
        when 'paid_social' then 'Paid Social'
        when 'social' then 'Organic Social'
        when 'organic_search' then 'Organic Search'
        when 'referral' then 'Referral'
        when 'email' then 'Email'
        else 'Unassigned'
    end
{%- endmacro %}

{# Whether a text matches a regular expression. #}
{% macro matches(text, pattern) -%} {{ return(adapter.dispatch('matches', 'kadran')(text, pattern)) }} {%- endmacro %}
{% macro default__matches(text, pattern) -%} regexp_matches({{ text }}, '{{ pattern }}') {%- endmacro %}
{% macro spark__matches(text, pattern) -%} {{ text }} rlike '{{ pattern }}' {%- endmacro %}
