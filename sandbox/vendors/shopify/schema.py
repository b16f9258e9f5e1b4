"""The part of the Admin schema that is served, in GraphQL's own language. What is not in it is refused."""

from graphql import build_schema

_CONNECTED = ("Order", "Customer", "Product", "Event", "LineItem", "RefundLineItem", "OrderAdjustment")
_CONNECTIONS = "\n".join(
    f"type {kind}Connection {{ edges: [{kind}Edge!]! nodes: [{kind}!]! pageInfo: PageInfo! }}\n"
    f"type {kind}Edge {{ cursor: String! node: {kind}! }}"
    for kind in _CONNECTED
)
_PAGE = "first: Int, after: String, last: Int, before: String, reverse: Boolean = false"

SCHEMA = build_schema(
    f"""
schema {{ query: QueryRoot }}
scalar DateTime
scalar Decimal
scalar UnsignedInt64

type QueryRoot {{
  shop: Shop!
  currentAppInstallation: AppInstallation!
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  orders({_PAGE}, query: String, sortKey: OrderSortKeys = PROCESSED_AT): OrderConnection!
  customers({_PAGE}, query: String, sortKey: CustomerSortKeys = ID): CustomerConnection!
  products({_PAGE}, query: String, sortKey: ProductSortKeys = ID): ProductConnection!
  events({_PAGE}, query: String, sortKey: EventSortKeys = ID): EventConnection!
}}
enum OrderSortKeys {{ CREATED_AT ID PROCESSED_AT UPDATED_AT }}
enum CustomerSortKeys {{ CREATED_AT ID UPDATED_AT }}
enum ProductSortKeys {{ CREATED_AT ID UPDATED_AT }}
enum EventSortKeys {{ CREATED_AT ID }}

interface Node {{ id: ID! }}
type PageInfo {{ hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }}
type MoneyV2 {{ amount: Decimal! currencyCode: String! }}
type MoneyBag {{ shopMoney: MoneyV2! presentmentMoney: MoneyV2! }}
type Count {{ count: Int! precision: String! }}
type Shop {{
  id: ID! name: String! myshopifyDomain: String! currencyCode: String! ianaTimezone: String! email: String!
  plan: ShopPlan!
}}
type ShopPlan {{ displayName: String! @deprecated partnerDevelopment: Boolean! shopifyPlus: Boolean! }}
type AppInstallation {{ accessScopes: [AccessScope!]! }}
type AccessScope {{ handle: String! description: String! }}

type Order implements Node {{
  id: ID! legacyResourceId: UnsignedInt64! name: String! number: Int!
  createdAt: DateTime! processedAt: DateTime! updatedAt: DateTime! cancelledAt: DateTime closedAt: DateTime
  cancelReason: String displayFinancialStatus: String displayFulfillmentStatus: String!
  test: Boolean! confirmed: Boolean! taxesIncluded: Boolean! customerAcceptsMarketing: Boolean!
  currencyCode: String! presentmentCurrencyCode: String! sourceName: String customerLocale: String
  paymentGatewayNames: [String!]! discountCodes: [String!]! tags: [String!]!
  originalTotalPriceSet: MoneyBag! totalPriceSet: MoneyBag! subtotalPriceSet: MoneyBag totalDiscountsSet: MoneyBag
  totalTaxSet: MoneyBag totalShippingPriceSet: MoneyBag! totalRefundedSet: MoneyBag! totalRefundedShippingSet: MoneyBag!
  totalTipReceivedSet: MoneyBag! netPaymentSet: MoneyBag! totalReceivedSet: MoneyBag! totalOutstandingSet: MoneyBag!
  currentTotalPriceSet: MoneyBag! currentSubtotalPriceSet: MoneyBag! currentTotalDiscountsSet: MoneyBag!
  currentTotalTaxSet: MoneyBag!
  email: String note: String customer: Customer customerJourneySummary: CustomerJourneySummary
  lineItems({_PAGE}): LineItemConnection!
  refunds(first: Int): [Refund!]!
}}
type CustomerJourneySummary {{
  ready: Boolean! customerOrderIndex: Int daysToConversion: Int momentsCount: Count
  firstVisit: CustomerVisit lastVisit: CustomerVisit
}}
type CustomerVisit {{
  id: ID! occurredAt: DateTime! landingPage: String referrerUrl: String source: String! sourceType: String
  utmParameters: UTMParameters
}}
type UTMParameters {{ source: String medium: String campaign: String content: String term: String }}
type LineItem implements Node {{
  id: ID! name: String! title: String! sku: String vendor: String quantity: Int! currentQuantity: Int!
  isGiftCard: Boolean! product: Product variant: ProductVariant
  originalTotalSet: MoneyBag! discountedTotalSet: MoneyBag! totalDiscountSet: MoneyBag!
}}
type Refund implements Node {{
  id: ID! legacyResourceId: UnsignedInt64! createdAt: DateTime updatedAt: DateTime! note: String
  totalRefundedSet: MoneyBag!
  refundLineItems({_PAGE}): RefundLineItemConnection!
  orderAdjustments({_PAGE}): OrderAdjustmentConnection!
}}
type RefundLineItem {{
  id: ID lineItem: LineItem! quantity: Int! restockType: String! subtotalSet: MoneyBag! totalTaxSet: MoneyBag!
}}
type OrderAdjustment implements Node {{ id: ID! reason: String amountSet: MoneyBag! taxAmountSet: MoneyBag! }}

type Customer implements Node {{
  id: ID! legacyResourceId: UnsignedInt64! createdAt: DateTime! updatedAt: DateTime! state: String!
  numberOfOrders: UnsignedInt64! amountSpent: MoneyV2! lastOrder: Order lifetimeDuration: String! locale: String!
  tags: [String!]! firstName: String lastName: String note: String
  email: String @deprecated(reason: "Use `defaultEmailAddress.emailAddress` instead.")
  defaultEmailAddress: CustomerEmailAddress defaultAddress: MailingAddress
}}
type CustomerEmailAddress {{
  emailAddress: String! marketingState: String! marketingOptInLevel: String marketingUpdatedAt: DateTime
}}
type MailingAddress {{ countryCodeV2: String city: String }}
type Product implements Node {{
  id: ID! legacyResourceId: UnsignedInt64! title: String! handle: String! vendor: String! productType: String!
  status: String! tags: [String!]! createdAt: DateTime! updatedAt: DateTime! publishedAt: DateTime totalInventory: Int!
  description: String! priceRangeV2: ProductPriceRangeV2!
}}
type ProductVariant implements Node {{ id: ID! }}
type ProductPriceRangeV2 {{ minVariantPrice: MoneyV2! maxVariantPrice: MoneyV2! }}
interface Event {{
  id: ID! action: String! createdAt: DateTime! message: String! appTitle: String attributeToApp: Boolean!
  attributeToUser: Boolean! criticalAlert: Boolean!
}}
type BasicEvent implements Event & Node {{
  id: ID! action: String! createdAt: DateTime! message: String! appTitle: String attributeToApp: Boolean!
  attributeToUser: Boolean! criticalAlert: Boolean! arguments: [String!] additionalContent: String
  subjectId: ID! subjectType: String!
}}
{_CONNECTIONS}
"""
)
