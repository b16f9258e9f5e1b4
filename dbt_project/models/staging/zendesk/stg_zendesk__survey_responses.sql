with

responses as (
    {{ latest_version(source('zendesk', 'survey_responses'), ['_account', 'id'], '_loaded_at') }}
),

tickets as (
    select
        responses._account,
        responses.id,
        max({{ json_text('items.item', 'id') }}) as ticket_id
    from responses
    cross join {{ json_items('responses.subjects') }}
    where {{ json_text('items.item', 'type') }} like '%ticket'
    group by responses._account, responses.id
)

select
    responses._account as account_id,
    responses.id as response_id,
    tickets.ticket_id,
    cast(responses.responder_id as {{ dbt.type_string() }}) as requester_id,
    responses."survey.id" as survey_id,
    {{ json_text('items.item', 'question.id') }} as question_id,
    {{ json_text('items.item', 'question.alias') }} as question,
    {{ json_text('items.item', 'type') }} as answer_type,
    cast({{ json_text('items.item', 'rating') }} as {{ type_double() }}) as rating,
    {{ json_text('items.item', 'rating_category') }} as satisfaction,
    responses.answered_at,
    responses._loaded_at as loaded_at
from responses
cross join {{ json_items('responses.ratings') }}
left join tickets on responses._account = tickets._account and responses.id = tickets.id
