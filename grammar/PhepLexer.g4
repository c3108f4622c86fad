// The words of Phép. This grammar is the specification; compiler/syntax/scan.cpp is the production lexer, and a
// test holds the two against each other on every source of the project. The text is NFC before it gets here.
lexer grammar PhepLexer;

@members {
// A keyword of several words matches only where its last word ends: `is notified` is not `is not` and `ified`.
bool ends() {
  const size_t next = _input->LA(1);
  return next == antlr4::IntStream::EOF || !isNamePart(static_cast<char32_t>(next));
}
static bool isNamePart(char32_t point);
}

// ---- keywords: one token each, English and Vietnamese; the rows are those of compiler/syntax/keywords.def ----
// Before '@' a word is the name of a citation, whatever it spells: CITATION is longer and wins.

KW_MODULE        : 'module' | 'mô' W 'đun' {ends()}? ;
KW_USE           : 'use' | 'dùng' ;
KW_AS            : 'as' | 'gọi' W 'là' {ends()}? ;
KW_COUNTING      : 'counting' | 'cách' W 'tính' {ends()}? ;
KW_CALENDAR      : 'calendar' | 'lịch' ;
KW_KNOWN_THROUGH : 'known_through' | 'biết' W 'đến' W 'hết' {ends()}? ;
KW_INSTRUMENT    : 'instrument' | 'văn' W 'bản' {ends()}? ;
KW_SOURCE        : 'source' | 'nguồn' ;
KW_UNENCODED     : 'unencoded' | 'bỏ' W 'ngoài' {ends()}? ;
KW_PARTY         : 'party' | 'bên' ;
KW_HELD_BY       : 'held' W 'by' {ends()}? | 'nắm' W 'giữ' W 'bởi' {ends()}? ;
KW_ACTION        : 'action' | 'hành' W 'vi' {ends()}? ;
KW_ENUM          : 'enum' | 'liệt' W 'kê' {ends()}? ;
KW_ORDERED       : 'ordered' | 'xếp' W 'bậc' {ends()}? ;
KW_RECORD        : 'record' | 'dữ' W 'kiện' {ends()}? ;
KW_CLOSED        : 'closed' | 'khép' W 'kín' {ends()}? ;
KW_RULE          : 'rule' | 'quy' W 'tắc' {ends()}? ;
KW_TABLE         : 'table' | 'bảng' ;
KW_DUTY          : 'duty' | 'nghĩa' W 'vụ' {ends()}? ;
KW_PROHIBITION   : 'prohibition' | 'cấm' ;
KW_PERMISSION    : 'permission' | 'được' W 'phép' {ends()}? ;
KW_POWER         : 'power' | 'thẩm' W 'quyền' {ends()}? ;
KW_ENCOURAGEMENT : 'encouragement' | 'khuyến' W 'khích' {ends()}? ;
KW_READING       : 'reading' | 'cách' W 'hiểu' {ends()}? ;
KW_SPECIAL       : 'special' | 'quy' W 'định' W 'riêng' {ends()}? ;
KW_DECISION      : 'decision' | 'quyết' W 'định' {ends()}? ;
KW_TEST          : 'test' | 'kiểm' W 'thử' {ends()}? ;
KW_CLOSED_LIST   : 'closed' W 'list' {ends()}? | 'danh' W 'mục' {ends()}? ;
KW_ELECT         : 'elect' | 'lựa' W 'chọn' {ends()}? ;
KW_OVERLAY       : 'overlay' | 'quy' W 'định' W 'tạm' W 'thời' {ends()}? ;
KW_PROPERTY      : 'property' | 'tính' W 'chất' {ends()}? ;
KW_ITEM          : 'item' | 'mục' ;
KW_FOR_ALL       : 'for' W 'all' {ends()}? | 'với' W 'mọi' {ends()}? ;
KW_NEVER_FALLS   : 'never' W 'falls' W 'with' {ends()}? | 'không' W 'giảm' W 'theo' {ends()}? ;
KW_NEVER_RISES   : 'never' W 'rises' W 'with' {ends()}? | 'không' W 'tăng' W 'theo' {ends()}? ;
KW_SINCE         : 'since' | 'đưa' W 'vào' W 'từ' {ends()}? ;
KW_MADE          : 'made' | 'đã' W 'lựa' W 'chọn' {ends()}? ;
KW_AVAILABLE     : 'available' | 'khả' W 'dụng' {ends()}? | 'được' W 'chọn' {ends()}? ;
KW_LOST          : 'lost' | 'mất' ;
KW_DISAPPLIES    : 'disapplies' | 'loại' W 'trừ' {ends()}? ;
KW_COLLISION     : 'collision' | 'xung' W 'đột' {ends()}? ;
KW_VI            : 'vi' ;
KW_EN            : 'en' ;
KW_NUMBER        : 'number' | 'số' W 'hiệu' {ends()}? ;
KW_RANK          : 'rank' | 'cấp' ;
KW_TITLE         : 'title' | 'tên' ;
KW_ISSUER        : 'issuer' | 'cơ' W 'quan' W 'ban' W 'hành' {ends()}? ;
KW_ADOPTED       : 'adopted' | 'ban' W 'hành' {ends()}? ;
KW_IN_FORCE      : 'in_force' | 'hiệu' W 'lực' {ends()}? ;
KW_OUTLINE       : 'outline' | 'bố' W 'cục' {ends()}? ;
KW_DIGEST        : 'digest' | 'tóm' W 'tắt' {ends()}? ;
KW_DETAILS       : 'details' | 'quy' W 'định' W 'chi' W 'tiết' {ends()}? ;
KW_AMENDS        : 'amends' | 'sửa' W 'đổi' {ends()}? ;
KW_REPEALS       : 'repeals' | 'bãi' W 'bỏ' {ends()}? ;
KW_SUSPENDS      : 'suspends' | 'tạm' W 'ngưng' {ends()}? ;
KW_REPLACES      : 'replaces' | 'thay' W 'thế' {ends()}? ;
KW_WITH          : 'with' | 'bằng' ;
KW_SURVIVES      : 'survives' | 'vẫn' W 'hiệu' W 'lực' W 'sau' {ends()}? ;
KW_DRAFT         : 'draft' | 'dự' W 'thảo' {ends()}? ;
KW_SCOPE         : 'scope' | 'phạm' W 'vi' {ends()}? ;
KW_EXCLUDED      : 'excluded' | 'không' W 'gồm' {ends()}? ;
KW_FROM          : 'from' | 'từ' ;
KW_UNTIL         : 'until' | 'đến' W 'trước' {ends()}? ;
KW_THROUGH       : 'through' | 'đến' W 'hết' {ends()}? ;
KW_CITES         : 'cites' | 'theo' ;
KW_SEE           : 'see' | 'xem' ;
KW_URL           : 'url' | 'địa' W 'chỉ' {ends()}? ;
KW_KIND          : 'kind' | 'loại' ;
KW_READ          : 'read' | 'đọc' W 'ngày' {ends()}? ;
KW_ROW           : 'row' | 'dòng' ;
KW_CONFIDENCE    : 'confidence' | 'độ' W 'tin' W 'cậy' {ends()}? ;
KW_REASON        : 'reason' | 'lý' W 'do' {ends()}? ;
KW_ZONE          : 'zone' | 'múi' W 'giờ' {ends()}? ;
KW_WEEKLY        : 'weekly' | 'hằng' W 'tuần' {ends()}? ;
KW_REST          : 'rest' | 'nghỉ' ;
KW_WORKED        : 'worked' | 'làm' W 'bù' {ends()}? ;
KW_COVERS        : 'covers' | 'bao' W 'quát' {ends()}? ;
KW_PENDING       : 'pending' | 'chưa' W 'chốt' {ends()}? ;
KW_AWAITING      : 'awaiting' | 'chờ' ;
KW_PROPOSED      : 'proposed' | 'đề' W 'xuất' {ends()}? ;
KW_DEFAULT       : 'default' | 'mặc' W 'định' {ends()}? ;
KW_CASE          : 'case' | 'trường' W 'hợp' {ends()}? ;
KW_EXCEPT        : 'except' | 'ngoại' W 'lệ' {ends()}? ;
KW_LIFTED        : 'lifted' | 'bị' W 'loại' {ends()}? ;
KW_WHEN          : 'when' | 'khi' ;
KW_PICKS         : 'picks' | 'chọn' ;
KW_HIGHEST       : 'highest' | 'cao' W 'nhất' {ends()}? ;
KW_LOWEST        : 'lowest' | 'thấp' W 'nhất' {ends()}? ;
KW_BY_JUDGMENT   : 'by' W 'judgment' {ends()}? | 'do' W 'đánh' W 'giá' {ends()}? ;
KW_BASIS         : 'basis' | 'căn' W 'cứ' {ends()}? ;
KW_BEARER        : 'bearer' | 'chủ' W 'thể' {ends()}? ;
KW_ANY_OF        : 'any' W 'of' {ends()}? | 'một' W 'trong' {ends()}? ;
KW_EACH_OF       : 'each' W 'of' {ends()}? | 'từng' W 'bên' {ends()}? ;
KW_FALLBACK      : 'fallback' | 'dự' W 'phòng' {ends()}? ;
KW_TOWARD        : 'toward' | 'đối' W 'với' {ends()}? ;
KW_APPLIES       : 'applies' | 'áp' W 'dụng' {ends()}? ;
KW_TRIGGER       : 'trigger' | 'phát' W 'sinh' {ends()}? ;
KW_EXEMPT        : 'exempt' | 'miễn' ;
KW_DEFERRED      : 'deferred' | 'hoãn' ;
KW_ENDED_BY      : 'ended' W 'by' {ends()}? | 'kết' W 'thúc' W 'bởi' {ends()}? ;
KW_DUE           : 'due' | 'hạn' ;
KW_EVERY         : 'every' | 'mỗi' ;
KW_WHILE         : 'while' | 'chừng' W 'nào' {ends()}? ;
KW_AT_MOST       : 'at' W 'most' {ends()}? | 'không' W 'quá' {ends()}? ;
KW_EXTEND        : 'extend' | 'gia' W 'hạn' {ends()}? ;
KW_ONCE_BY       : 'once' W 'by' {ends()}? | 'một' W 'lần' W 'thêm' {ends()}? ;
KW_AFTER         : 'after' | 'kể' W 'từ' {ends()}? ;
KW_BEFORE        : 'before' | 'trước' ;
KW_DONE          : 'done' | 'hoàn' W 'thành' {ends()}? ;
KW_MET           : 'met' | 'đáp' W 'ứng' {ends()}? ;
KW_KEPT_THROUGH  : 'kept' W 'through' {ends()}? | 'duy' W 'trì' W 'đến' W 'hết' {ends()}? ;
KW_LATE_EXCUSED  : 'late' W 'excused' {ends()}? | 'trễ' W 'được' W 'miễn' W 'trách' {ends()}? ;
KW_PROOF         : 'proof' | 'chứng' W 'minh' {ends()}? ;
KW_BREACHED      : 'breached' | 'bị' W 'vi' W 'phạm' {ends()}? ;
KW_GRANTED       : 'granted' | 'cho' W 'phép' {ends()}? ;
KW_ON_BREACH     : 'on' W 'breach' {ends()}? | 'hậu' W 'quả' {ends()}? ;
KW_SILENCE       : 'silence' | 'im' W 'lặng' {ends()}? ;
KW_MEANS         : 'means' | 'coi' W 'là' {ends()}? ;
KW_SANCTION      : 'sanction' | 'chế' W 'tài' {ends()}? ;
KW_FINE          : 'fine' | 'phạt' W 'tiền' {ends()}? ;
KW_UP_TO         : 'up' W 'to' {ends()}? | 'tối' W 'đa' {ends()}? ;
KW_AT_LEAST      : 'at' W 'least' {ends()}? | 'tối' W 'thiểu' {ends()}? ;
KW_TO            : 'to' | 'tới' ;
KW_TIMES         : 'times' | 'lần' ;
KW_OF            : 'of' | 'của' ;
KW_HALVED        : 'halved' | 'giảm' W 'nửa' {ends()}? ;
KW_ON            : 'on' | 'ứng' W 'với' {ends()}? ;
KW_WARNING       : 'warning' | 'cảnh_cáo' ;
KW_SUSPENSION    : 'suspension' | 'đình' W 'chỉ' {ends()}? ;
KW_REMEDY        : 'remedy' | 'khắc' W 'phục' {ends()}? ;
KW_CONFISCATION  : 'confiscation' | 'tịch' W 'thu' {ends()}? ;
KW_INDIVIDUAL    : 'individual' | 'cá' W 'nhân' {ends()}? ;
KW_FIGURES_FOR   : ('figures' W 'for' | 'mức' W 'phạt' W 'cho') {ends()}? ;
KW_LIMITATION    : 'limitation' | 'thời' W 'hiệu' {ends()}? ;
KW_NOT_SET       : 'not_set' | 'chưa_quy_định' ;
KW_MILDER_OF     : 'milder_of' | 'nhẹ_hơn' ;
KW_AND           : 'and' | 'và' ;
KW_OR            : 'or' | 'hoặc' ;
KW_NOT           : 'not' | 'không' ;
KW_IS_NOT        : 'is' W 'not' {ends()}? | 'khác' ;
KW_IS            : 'is' | 'là' ;
KW_IN            : 'in' | 'thuộc' ;
KW_IF            : 'if' | 'nếu' ;
KW_THEN          : 'then' | 'thì' ;
KW_ELSE          : 'else' | 'còn' W 'lại' {ends()}? ;
KW_IF_ABSENT     : 'if_absent' | 'vắng' W 'thì' {ends()}? ;
KW_EXISTS        : 'exists' | 'tồn' W 'tại' {ends()}? ;
KW_SOME          : 'some' | 'có' ;
KW_ALL           : 'all' | 'mọi' ;
KW_WHERE         : 'where' | 'sao' W 'cho' {ends()}? ;
KW_COUNT         : 'count' | 'đếm' ;
KW_SUM           : 'sum' | 'tổng' ;
KW_FILTER        : 'filter' | 'lọc' ;
KW_MIN           : 'min' | 'ít' W 'nhất' {ends()}? ;
KW_MAX           : 'max' | 'nhiều' W 'nhất' {ends()}? ;
KW_WITHIN        : 'within' | 'trong' W 'vòng' {ends()}? ;
KW_MOMENT        : 'moment' | 'lúc' ;
KW_DATED         : 'dated' | 'ghi' W 'ngày' {ends()}? ;
KW_REACHES       : 'reaches' | 'đạt' ;
KW_ROUNDED       : 'rounded' | 'làm' W 'tròn' {ends()}? ;
KW_PLACES        : 'places' | 'chữ' W 'số' {ends()}? ;
KW_TRUE          : 'true' | 'đúng' ;
KW_FALSE         : 'false' | 'sai' ;
KW_NULL          : 'null' | 'chưa' W 'có' {ends()}? ;
KW_UNKNOWN       : 'unknown' | 'chưa' W 'biết' {ends()}? ;
KW_UNDECIDED     : 'undecided' | 'chưa' W 'định' {ends()}? ;
KW_HOURS         : 'hours' | 'hour' | 'giờ' ;
KW_WORKING_DAYS  : 'working' W 'days' {ends()}? | 'working' W 'day' {ends()}? | 'ngày' W 'làm' W 'việc' {ends()}? ;
KW_DAYS          : 'days' | 'day' | 'ngày' ;
KW_WEEKS         : 'weeks' | 'week' | 'tuần' ;
KW_MONTHS        : 'months' | 'month' | 'tháng' ;
KW_QUARTERS      : 'quarters' | 'quarter' | 'quý' | 'quí' ;
KW_YEARS         : 'years' | 'year' | 'năm' ;
KW_NORMS         : 'norms' | 'quy' W 'phạm' {ends()}? ;
KW_FOR_EACH      : 'for' W 'each' {ends()}? | 'cho' W 'từng' {ends()}? ;
KW_AS_OF         : 'as_of' | 'tại' W 'thời' W 'điểm' {ends()}? ;
KW_LAW_DATE      : 'law_date' | 'luật' W 'tại' {ends()}? ;
KW_LET           : 'let' | 'đặt' ;
KW_EXPECT        : 'expect' | 'mong' W 'đợi' {ends()}? ;
KW_SUPPOSE       : 'suppose' | 'giả' W 'định' {ends()}? ;
KW_CASES         : 'cases' | 'tệp' W 'dữ' W 'liệu' {ends()}? ;
KW_EXPOSURE      : 'exposure' | 'nguy' W 'cơ' W 'chế' W 'tài' {ends()}? ;
KW_BY            : 'by' | 'bởi' ;
KW_JUDGED        : 'judged' | 'đã' W 'đánh' W 'giá' {ends()}? ;

// ---- names and citations ----

UNDERSCORE : '_' ;
IDENT      : START PART* ;

// PDPL@23.1.a · ND17@37a · QD33@PL.VI.6 · AIL@11.4#2 · PDPL@23.1#s2 · PDPL@8.5..@8.7 · @22 (of the instrument before)
CITATION   : IDENT? '@' PROVISION ('#' 's'? D+)? ('..@' PROVISION)? ;

// ---- literals ----

STRING     : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '"' ;
INSTANT    : DAY 'T' D D ':' D D (':' D D ('.' D (D D?)?)?)? ('Z' | [+-] D D ':' D D) ;
DATE       : DAY ;
MONEY      : (INT | DECIMAL) B+ [A-Z] [A-Z] [A-Z] {ends()}? ;
PERCENT    : (INT | DECIMAL) '%' ;
DECIMAL    : INT '.' D+ ;
INT        : D+ ('_' D+)* ;
NUMLABEL   : D+ [a-zđ] ;                       // 37a, in outlines

// ---- marks ----

LBRACE   : '{' ;
RBRACE   : '}' ;
LPAREN   : '(' ;
RPAREN   : ')' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
COMMA    : ',' ;
COLON    : ':' ;
DOTDOT   : '..' ;
DOT      : '.' ;
QUESTION : '?' ;
EQ       : '==' ;
NE       : '!=' ;
LE       : '<=' ;
GE       : '>=' ;
ASSIGN   : '=' ;
LT       : '<' ;
GT       : '>' ;
PLUS     : '+' ;
MINUS    : '-' ;
STAR     : '*' ;
SLASH    : '/' ;
BARBAR   : '||' ;
PIPE     : '|' ;

// ---- wrong in a way that has a name: each has its own message ----

BAD_CITATION  : IDENT? '@' ;
BAD_STRING    : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '\\'? ;
BAD_QUOTE     : '“' ~[“”\r\n]* '”'? | [”‘’] ;
BAD_DATE      : D D D D '-' D D? '-' D* | D D D D '/' D D? '/' D*
              | D D? '-' D D? '-' D D D D+ | D D? '/' D D? '/' D D D D+ ;
BAD_INSTANT   : DAY 'T' [0-9:.]* ('Z' | [+-] [0-9:]*)? ;
BAD_NUMBER    : INT ('.' D+) ('.' D+)+ (B+ [A-Z] [A-Z] [A-Z] {ends()}?)? ;
BAD_WORD      : (INT ('.' D+)*) PART+ ;
BAD_COMMENT   : '/*' .*? ('*/' | EOF) ;

// ---- not seen by the parser ----

DOC           : '///' ~[\r\n]* -> channel(HIDDEN) ;
COMMENT       : '//' ~[\r\n]* -> channel(HIDDEN) ;
BLANK         : W -> skip ;

BAD_CHARACTER : . ;

fragment W         : [ \t\r\n\f\u00A0\u202F]+ ;
fragment B         : [ \t\u00A0\u202F] ;
fragment D         : [0-9] ;
fragment DAY       : D D D D '-' D D '-' D D ;
fragment START     : [\p{L}_] ;
fragment PART      : [\p{L}\p{M}\p{Nd}_] ;
fragment LETTER    : [\p{L}\p{M}\p{Nd}] ;
fragment PROVISION : LETTER+ ('.' LETTER+)* ;
