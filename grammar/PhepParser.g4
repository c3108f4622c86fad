// The sentences of Phép, in the order in which a reader meets them. No actions, no predicates; every decision is
// settled in SLL without ambiguity, which a test asserts. README.md beside this file says which node of the syntax
// tree each rule becomes.
//
// Inside a body, `when`, `cites`, `from`, `until`, `through`, `row`, `source`, `confidence` belong to the clause that
// they follow; what belongs to the whole declaration stands first. No clause has the form `expr {`, so that the
// braces of record literals and sets need no look-ahead.
parser grammar PhepParser;

options { tokenVocab = PhepLexer; }

// ---- a file ----

file : header declaration* EOF ;

header          : moduleLine? useLine* (countingLine | calendarLine | knownThroughLine)* ;
moduleLine      : KW_MODULE path ;
useLine         : KW_USE path (KW_AS name)? ;
countingLine    : KW_COUNTING path underReadings? ;
calendarLine    : KW_CALENDAR path ;
knownThroughLine: KW_KNOWN_THROUGH expr ;
underReadings   : KW_READING path (COMMA path)* ;

declaration
  : instrumentDecl | sourceDecl | unencodedDecl | partyDecl | actionDecl
  | enumDecl | recordDecl | calendarDecl
  | ruleDecl | normDecl | decisionDecl | readingDecl | testDecl | tableDecl
  | overlayDecl | listDecl | electDecl | collisionDecl | casesDecl | propertyDecl
  ;

// ---- parts that many declarations share ----

path     : name (DOT fieldName)* ;
params   : LPAREN (param (COMMA param)* COMMA?)? RPAREN ;
param    : name COLON typeRef ;
label    : name COLON ;
labelText: (KW_VI | KW_EN) STRING ;
letItem  : KW_LET name (COLON typeRef)? ASSIGN expr ;

citation : CITATION | path ;
citesClause     : KW_CITES citation (COMMA citation)* ;
seeClause       : KW_SEE citation (COMMA citation)* ;
rowClause       : KW_ROW STRING (COMMA STRING)* ;
sourceClause    : KW_SOURCE path (COMMA path)* ;
confidenceClause: KW_CONFIDENCE name ;
provenance      : rowClause | sourceClause | confidenceClause ;
inForceClause   : KW_IN_FORCE (CITATION (COMMA CITATION)*)? interval ;
interval        : KW_FROM expr ((KW_UNTIL | KW_THROUGH) expr)? | (KW_UNTIL | KW_THROUGH) expr ;

modifier     : labelText | citesClause | seeClause | inForceClause | provenance ;
whenClause   : KW_WHEN expr ;
nodeModifier : whenClause | modifier ;

// ---- instruments and where they were read ----

instrumentDecl : KW_INSTRUMENT name LBRACE instrumentItem* RBRACE ;
instrumentItem
  : numberItem | rankItem | titleItem | issuerItem | adoptedItem | forceItem | outlineItems
  | relationItem | suspendsItem | replacesItem | survivesItem | draftItem | scopeItem | figuresItem | provenance
  ;
figuresItem  : KW_FIGURES_FOR name citation (COMMA citation)* ;
numberItem   : KW_NUMBER STRING ;
rankItem     : KW_RANK name ;
titleItem    : KW_TITLE labelText+ ;
issuerItem   : KW_ISSUER STRING ;
adoptedItem  : KW_ADOPTED expr ;
forceItem    : inForceClause citesClause? ;
// First what there is (`closed`: and no article besides), then what is said of single provisions:
// `@7.1 vi "…" en "…" digest vi "…" en "…"`.
outlineItems : KW_OUTLINE KW_CLOSED? outlineRow+ provisionRow* ;
outlineRow   : outlineLabel (DOTDOT outlineLabel)? headingText* digest* (LBRACE outlineRow* RBRACE)? ;
outlineLabel : INT | NUMLABEL | IDENT ;
provisionRow : CITATION (headingText+ digest* | digest+) ;
digest       : KW_DIGEST (STRING | headingText+) ;
headingText  : (KW_VI | KW_EN | IDENT) STRING ;   // of other languages the builder says that there are two
relationItem : (KW_DETAILS | KW_AMENDS | KW_REPEALS) citation (COMMA citation)* (KW_FROM expr)? citesClause? ;
suspendsItem : KW_SUSPENDS citation (COMMA citation)* interval? citesClause? ;
replacesItem : KW_REPLACES (citation KW_WITH citation | KW_RULE path KW_WITH expr whenClause?) interval? citesClause? ;
survivesItem : KW_SURVIVES citation interval? citesClause? ;
draftItem    : KW_DRAFT ;
scopeItem    : KW_SCOPE params? LBRACE scopeRow* RBRACE ;
scopeRow     : (KW_APPLIES | KW_EXCLUDED label?) whenClause modifier* ;

overlayDecl  : KW_OVERLAY name LBRACE instrumentItem* RBRACE ;

sourceDecl : KW_SOURCE name LBRACE sourceItem* RBRACE ;
sourceItem : KW_TITLE (STRING | labelText+) | KW_URL STRING | KW_KIND name | KW_READ expr ;

unencodedDecl : KW_UNENCODED citation (COMMA citation)* (reasonItem | modifier)* ;
reasonItem    : KW_REASON name ;

partyDecl  : KW_PARTY name labelText* heldRow* ;
heldRow    : KW_HELD_BY label? (params | path) nodeModifier* ;
actionDecl : KW_ACTION name (KW_WITHIN path)? labelText* ;

// ---- types of facts ----

enumDecl   : KW_ENUM name KW_ORDERED? labelText* LBRACE enumMember* RBRACE ;
enumMember : name labelText* citesClause? ;

recordDecl : KW_RECORD name KW_CLOSED? labelText* LBRACE field* RBRACE ;
field      : fieldName COLON typeRef labelText* citesClause? ;

typeRef   : path typeArgs? QUESTION? ((typeRange typeMax? | typeMax) QUESTION?)? ;
typeArgs  : LT typeRef (COMMA typeRef)* GT ;
typeRange : typeBound DOTDOT typeBound? | DOTDOT typeBound ;
typeBound : MINUS? (INT unit? | DECIMAL | PERCENT | MONEY | DATE) ;
typeMax   : KW_MAX INT ;

// ---- calendars ----

calendarDecl : KW_CALENDAR path LBRACE modifier* calendarItem* RBRACE ;
calendarItem : zoneItem | weeklyItem | coversItem | daysItem | pendingItem ;
zoneItem     : KW_ZONE STRING ;
weeklyItem   : KW_WEEKLY KW_REST name (COMMA name)* ;
coversItem   : KW_COVERS (KW_FROM expr KW_THROUGH expr | KW_NULL) ;
daysItem     : (KW_REST | KW_WORKED) expr (KW_THROUGH expr)? modifier* ;
pendingItem  : KW_PENDING name (KW_AWAITING STRING)? labelText* LBRACE alternative* RBRACE ;
alternative  : KW_PROPOSED? fieldName modifier* LBRACE daysItem* RBRACE ;

// ---- rules ----

ruleDecl
  : KW_SPECIAL KW_RULE path params (COLON typeRef)? specialBlock
  | KW_RULE path params COLON typeRef
    (ASSIGN expr modifier* | KW_BY_JUDGMENT ruleHead* ruleBlock? | ruleBlock)
  ;
specialBlock: LBRACE ruleHead* specialItem* RBRACE ;
specialItem : letItem | caseItem | exceptItem ;
ruleBlock   : LBRACE ruleHead* ruleItem* RBRACE ;
ruleHead    : modifier | basisItem ;
basisItem   : KW_BASIS STRING ;
ruleItem    : letItem | defaultItem | picksItem | caseItem | exceptItem | ruleTable ;
defaultItem : KW_DEFAULT expr citesClause? ;
picksItem   : KW_PICKS (KW_HIGHEST | KW_LOWEST | KW_ALL) ;
caseItem    : KW_CASE label? conclusion nodeModifier* ;
exceptItem  : KW_EXCEPT (name (COMMA name)*)? (KW_AS name)? COLON conclusion nodeModifier* ;
conclusion  : KW_LIFTED | expr ;
// Each row is a case. It holds when all its cells do, with `any of` when one does; `ordered`: the first that holds.
ruleTable       : KW_TABLE KW_ORDERED? KW_ANY_OF? LBRACE ruleTableHeader ruleTableRow* RBRACE ;
ruleTableHeader : PIPE expr (PIPE expr)* BARBAR ;
ruleTableRow    : label? PIPE cell (PIPE cell)* BARBAR conclusion PIPE nodeModifier* ;

// ---- norms ----

normDecl
  : KW_SPECIAL normKind path params LBRACE modifier* specialClause* RBRACE
  | normKind path params LBRACE modifier* normClause* RBRACE
  ;
specialClause : letItem | exemptClause | deferredClause ;
normKind : KW_DUTY | KW_PROHIBITION | KW_PERMISSION | KW_POWER | KW_ENCOURAGEMENT ;
normClause
  : letItem | bearerClause | fallbackClause | towardClause | actionClause | triggerClause | appliesClause
  | exemptClause | deferredClause | dueClause | extendClause | outcomeClause | sanctionClause | silenceClause | breachClause
  | evidenceClause | keptClause | excusedClause | proofClause
  ;
bearerClause   : KW_BEARER bearers citesClause? ;
fallbackClause : KW_FALLBACK KW_BEARER bearers whenClause? citesClause? ;
bearers        : (KW_ANY_OF | KW_EACH_OF) path (COMMA path)* | path ;
towardClause   : KW_TOWARD path ;
actionClause   : KW_ACTION path ;
triggerClause  : KW_TRIGGER expr ;
appliesClause  : KW_APPLIES KW_WHEN expr ;
exemptClause   : KW_EXEMPT label? nodeModifier+ ;
deferredClause : KW_DEFERRED label? (KW_UNTIL | KW_THROUGH) expr (endedBy | nodeModifier)* ;
endedBy        : KW_ENDED_BY expr ;
dueClause      : KW_DUE label? (KW_BY_JUDGMENT | KW_BEFORE expr | recurrence | expr) (countedBy | underReadings | nodeModifier)* ;
recurrence     : KW_EVERY expr KW_FROM expr (KW_THROUGH expr)? (KW_WHILE expr)? (KW_AT_MOST INT KW_TIMES)? ;
countedBy      : (KW_COUNTING | KW_CALENDAR) path ;
extendClause   : KW_EXTEND label? KW_ONCE_BY expr nodeModifier* ;
outcomeClause  : (KW_DONE expr forEach? | (KW_MET | KW_BREACHED | KW_GRANTED | KW_AVAILABLE) KW_WHEN expr) citesClause? ;
forEach        : KW_FOR_EACH name KW_IN expr (KW_WHERE expr)? ;
silenceClause  : KW_SILENCE KW_MEANS name citesClause? ;
evidenceClause : KW_MET KW_WITH label? expr nodeModifier* ;
keptClause     : KW_KEPT_THROUGH expr endedBy? citesClause? ;
excusedClause  : KW_LATE_EXCUSED nodeModifier+ ;
proofClause    : KW_PROOF KW_BEARER path ;
breachClause   : KW_ON_BREACH path arguments citesClause? ;

sanctionClause : KW_SANCTION label? consequence (onStatus | halved | individual | milder | limitation | nodeModifier)* ;
consequence
  : KW_FINE amounts | KW_SUSPENSION amounts | KW_WARNING | KW_REMEDY name (COMMA name)* | KW_CONFISCATION
  | KW_NOT_SET
  ;
// In `from A to B` the bounds are sums; a rounded bound stands in parentheses, since `rounded` has a `to` of its own.
amounts  : KW_FROM sum KW_TO sum | KW_AT_LEAST expr (KW_UP_TO expr)? | KW_UP_TO expr | expr ;
onStatus : KW_ON name ;
halved   : KW_HALVED KW_WHEN expr ;
individual : KW_INDIVIDUAL KW_WHEN expr ;   // who pays as one: section 9 of the reference
limitation : KW_LIMITATION expr ;
milder   : KW_MILDER_OF LPAREN name COMMA name RPAREN ;

// ---- lists, elections, collisions ----

listDecl    : KW_CLOSED_LIST name params LBRACE modifier* listItem* RBRACE ;
listItem    : KW_ITEM STRING label (KW_UNENCODED (sinceClause | modifier)* | (sinceClause | nodeModifier)*) ;
sinceClause : KW_SINCE expr ;

electDecl        : KW_ELECT name params LBRACE electItem* RBRACE ;
electItem        : modifier | letItem | madeClause | availableClause | lostClause | disappliesClause ;
madeClause       : KW_MADE KW_WHEN? expr ;
availableClause  : KW_AVAILABLE KW_WHEN expr ;
lostClause       : KW_LOST KW_WHEN expr ;
disappliesClause : KW_DISAPPLIES citation (COMMA citation)* ;

collisionDecl : KW_COLLISION LBRACE collisionRow* RBRACE ;
collisionRow  : name citesClause? ;

// ---- decisions and readings ----

decisionDecl : KW_DECISION name params LBRACE labelText* decisionItem* RBRACE ;
decisionItem : letItem | normsItem | exposureItem | outputItem ;
exposureItem : KW_EXPOSURE name ;
normsItem    : KW_NORMS normUse (COMMA normUse)* ;
normUse      : path arguments (KW_FOR_EACH name KW_IN expr)? ;
outputItem   : name ASSIGN expr ;

readingDecl   : KW_READING name LBRACE readingOption (COMMA readingOption)* COMMA? RBRACE readingItem* ;
readingOption : name labelText* ;
readingItem   : KW_DEFAULT name | basisItem | modifier ;

// ---- tests ----

testDecl : KW_TEST STRING LBRACE testStep* RBRACE ;
testStep : asOfStep | lawDateStep | letItem | expectStep | judgedStep | readingStep | supposeStep ;
asOfStep    : KW_AS_OF expr ;
lawDateStep : KW_LAW_DATE expr ;
expectStep  : KW_EXPECT expr ;
judgedStep  : KW_JUDGED path arguments KW_IS expr (KW_BY STRING KW_ON expr (KW_UNTIL expr)? basisItem?)? ;
readingStep : KW_READING path ASSIGN name ;
supposeStep : KW_SUPPOSE path ;

casesDecl   : KW_CASES STRING (KW_OF path)? ;

tableDecl   : KW_TEST KW_TABLE STRING LBRACE testStep* tableHeader tableRow* RBRACE ;
tableHeader : PIPE name (PIPE name)* BARBAR expr (PIPE expr)* PIPE ;
tableRow    : PIPE cell (PIPE cell)* BARBAR cell (PIPE cell)* PIPE ;
cell        : UNDERSCORE | comparator expr | (KW_IS | KW_IS_NOT) pattern | expr ;

// What holds in every case: `for all b: Breach where P` every E is true, or keeps its course as one fact grows.
propertyDecl : KW_PROPERTY STRING LBRACE forAllClause propertyItem* RBRACE ;
forAllClause : KW_FOR_ALL param (COMMA param)* (KW_WHERE expr)? ;
propertyItem : letItem | claimItem ;
claimItem    : KW_EXPECT expr ((KW_NEVER_FALLS | KW_NEVER_RISES) expr)? ;

// ---- expressions, loosest first ----

expr        : conditional | disjunction ;
conditional : KW_IF expr KW_THEN expr KW_ELSE expr ;
disjunction : conjunction (KW_OR conjunction)* ;
conjunction : negation (KW_AND negation)* ;
negation    : KW_NOT* comparison ;
comparison
  : counted
    (comparator counted | (KW_IS | KW_IS_NOT) pattern | KW_NOT? KW_IN counted (DOTDOT LT? counted)? | DOTDOT LT? counted
     | KW_NOT? KW_WITHIN roundedSum (KW_AFTER | KW_BEFORE) roundedSum)?
  ;
comparator  : EQ | NE | LT | LE | GT | GE ;
counted     : roundedSum ((KW_AFTER | KW_BEFORE) roundedSum)? ;
roundedSum  : sum rounding? ;
rounding    : KW_ROUNDED (name (KW_TO roundingStep)? | KW_UP_TO roundingStep) ;   // `up to` is one keyword
roundingStep: INT KW_PLACES | MONEY ;
sum         : product ((PLUS | MINUS) product)* ;
product     : prefixed ((STAR | SLASH | KW_TIMES | KW_OF) prefixed)* ;
prefixed    : (MINUS | KW_EXISTS)* withFallback ;
withFallback: chain (KW_IF_ABSENT chain)* ;
chain       : primary link* ;
link        : DOT fieldName | arguments | recordBody ;
arguments   : LPAREN (expr (COMMA expr)* COMMA?)? RPAREN ;
recordBody  : LBRACE (entry (COMMA entry)* COMMA?)? RBRACE ;
entry       : fieldName COLON expr | KW_UNKNOWN ;

primary
  : literal | clock | name | quantifier
  | LPAREN expr RPAREN
  | LBRACE (expr (COMMA expr)* COMMA?)? RBRACE
  | LBRACKET (expr (COMMA expr)* COMMA?)? RBRACKET
  ;
literal
  : INT unit? | DECIMAL | PERCENT | MONEY | STRING | DATE | INSTANT | CITATION
  | KW_TRUE | KW_FALSE | KW_NULL | KW_UNKNOWN
  ;
clock       : KW_TRIGGER | KW_AS_OF | KW_LAW_DATE ;
quantifier
  : (KW_SOME | KW_ALL | KW_COUNT | KW_SUM | KW_FILTER) LPAREN overList RPAREN
  | KW_AT_LEAST prefixed KW_OF LPAREN overList RPAREN
  | (KW_MIN | KW_MAX) LPAREN overList (COMMA expr)* RPAREN
  | KW_MOMENT LPAREN expr KW_DATED expr (KW_WHERE expr)? (COLON expr)? KW_REACHES expr RPAREN
  ;
// `t in ts where P : E`; without `in` a whole list, as in `count (ts)`.
overList    : expr (KW_WHERE expr)? (COLON expr)? ;

pattern     : patternWord arguments? patternSet? awaiting? ;
patternWord : path | KW_NULL | KW_TRUE | KW_FALSE | KW_UNKNOWN | KW_UNDECIDED ;
patternSet  : LBRACE (expr (COMMA expr)* COMMA?)? RBRACE ;
awaiting    : KW_AWAITING (name | LPAREN name (COMMA name)* RPAREN) ;

unit : KW_HOURS | KW_DAYS | KW_WORKING_DAYS | KW_WEEKS | KW_MONTHS | KW_QUARTERS | KW_YEARS ;

// ---- names ----

// Words that are keywords only in their own places.
name
  : IDENT
  | KW_MODULE | KW_USE | KW_AS | KW_COUNTING | KW_CALENDAR | KW_KNOWN_THROUGH | KW_SOURCE | KW_UNENCODED
  | KW_PARTY | KW_ACTION | KW_ORDERED | KW_CLOSED | KW_VI | KW_EN | KW_NUMBER | KW_RANK | KW_TITLE | KW_ISSUER
  | KW_ADOPTED | KW_IN_FORCE | KW_OUTLINE | KW_DIGEST | KW_DETAILS | KW_AMENDS | KW_REPEALS | KW_SCOPE
  | KW_EXCLUDED | KW_FROM | KW_UNTIL | KW_THROUGH | KW_URL | KW_KIND | KW_READ | KW_ROW | KW_CONFIDENCE
  | KW_REASON | KW_ZONE | KW_WEEKLY | KW_REST | KW_WORKED | KW_COVERS | KW_PENDING | KW_AWAITING | KW_PROPOSED
  | KW_DEFAULT | KW_PICKS | KW_BASIS | KW_BEARER | KW_FALLBACK | KW_TOWARD | KW_APPLIES | KW_EXEMPT
  | KW_DEFERRED | KW_DUE | KW_EXTEND | KW_DONE | KW_MET | KW_WHILE | KW_EVERY | KW_PROOF | KW_BREACHED | KW_GRANTED | KW_SILENCE | KW_MEANS
  | KW_SANCTION | KW_FINE | KW_TO | KW_TIMES | KW_OF | KW_HALVED | KW_ON | KW_WARNING | KW_SUSPENSION
  | KW_REMEDY | KW_NOT_SET | KW_MILDER_OF | KW_PLACES | KW_NORMS | KW_CASES | KW_JUDGED
  | KW_SUSPENDS | KW_REPLACES | KW_WITH | KW_SURVIVES | KW_DRAFT | KW_SINCE | KW_MADE | KW_AVAILABLE | KW_LOST
  | KW_DISAPPLIES | KW_COLLISION | KW_SUPPOSE | KW_CONFISCATION | KW_INDIVIDUAL | KW_LIMITATION
  | KW_EXPOSURE | KW_FIGURES_FOR
  | KW_DATED | KW_REACHES | KW_BY
  ;

// A field, a key, or what follows a dot: reserved words may stand there too.
fieldName
  : name
  | KW_INSTRUMENT | KW_ENUM | KW_RECORD | KW_RULE | KW_TABLE | KW_DUTY | KW_PROHIBITION | KW_PERMISSION
  | KW_POWER | KW_ENCOURAGEMENT | KW_READING | KW_SPECIAL | KW_DECISION | KW_TEST | KW_ELECT | KW_OVERLAY
  | KW_PROPERTY | KW_ITEM | KW_WITHIN | KW_CITES | KW_SEE | KW_CASE | KW_EXCEPT | KW_LIFTED | KW_WHEN
  | KW_HIGHEST | KW_LOWEST | KW_TRIGGER | KW_AFTER | KW_BEFORE | KW_AND | KW_OR | KW_NOT | KW_IS | KW_IN
  | KW_IF | KW_THEN | KW_ELSE | KW_IF_ABSENT | KW_EXISTS | KW_SOME | KW_ALL | KW_WHERE | KW_COUNT | KW_SUM
  | KW_FILTER | KW_MIN | KW_MAX | KW_MOMENT | KW_ROUNDED | KW_TRUE | KW_FALSE | KW_NULL | KW_UNKNOWN | KW_UNDECIDED | KW_HOURS | KW_DAYS
  | KW_WEEKS | KW_MONTHS | KW_QUARTERS | KW_YEARS | KW_AS_OF | KW_LAW_DATE | KW_LET | KW_EXPECT
  ;
