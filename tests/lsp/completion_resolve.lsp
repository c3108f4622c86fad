method completionItem/resolve
=== happy lazy bytes
--- file law.phep
module law
/// What is known of a leak.
record Leak {
  found_at : instant    vi "thời điểm phát hiện"   en "moment of finding"
  harm     : Harm
}
enum Harm { none  grave }
rule grave(x: Leak) : bool {
  vi "Nặng" en "Grave"
  default false
  case harm: true when x.harm is grave
}
--- file typed.phep
module typed
use law
rule f(x: Leak) : bool = gra
rule g(x: Leak) : bool = exists x.fou
--- open typed.phep
-> textDocument/completion {"after": "typed.phep@gra"}
?? "data"
!! documentation
-> completionItem/resolve {"label": "grave", "kind": 3, "data": {"uri": "{root}/law.phep", "offset": 187}}
?? documentation
-> completionItem/resolve {"label": "grave", "kind": 3, "data": {"uri": "{root}/law.phep", "offset": 99999}}
-> completionItem/resolve {"label": "grave", "kind": 3, "data": {}}
-> textDocument/completion {"after": "typed.phep@x.fou"}
=== broken bytes
--- file bad.phep
module bad
record Leak { found_at : instant }
record Half { harm :
--- open bad.phep
-> completionItem/resolve {"label": "Leak", "kind": 22, "data": {"uri": "{root}/bad.phep", "offset": 18}}
