method workspace/diagnostic
=== happy pull
--- file good.phep
module good
rule f() : bool = true
--- file wrong.phep
module wrong
use good
rule g() : bool = goood.f()
-> workspace/diagnostic {"previousResultIds": []}
?? wrong.phep
--- start workspace/diagnostic {"previousResultIds": [], "partialResultToken": "t"}
<< $/progress
?? wrong.phep
--- open good.phep
--- edit good.phep "true" "1"
<< $/progress
?? good.phep
--- cancel
--- reply
=== broken pull
--- file bad.phep
module bad
record Leak { found_at : instant }
duty notify(x: Leak) {
  applies when x.
  vi "chưa xong
}
record Half { harm :
-> workspace/diagnostic {"previousResultIds": []}
?? bad.phep
