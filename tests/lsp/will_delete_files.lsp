method workspace/willDeleteFiles
=== happy
--- file phep.json
{ "name": "policy" }
--- file law/leaks.phep
module law.leaks
rule many(n: int) : bool = n > 3
--- file other.phep
module other
use law.leaks
rule more(n: int) : bool = law.leaks.many(n)
--- open other.phep
-> workspace/willDeleteFiles {"files": [{"uri": "{root}/law/leaks.phep"}]}
<< window/showMessage
?? other.phep
-> workspace/willDeleteFiles {"files": [{"uri": "{root}/law"}]}
<< window/showMessage
?? other.phep
-> workspace/willDeleteFiles {"files": [{"uri": "{root}/other.phep"}]}
=== in Vietnamese vi
--- file leaks.phep
module leaks
rule many(n: int) : bool = n > 3
--- file other.phep
module other
use leaks
rule more(n: int) : bool = leaks.many(n)
-> workspace/willDeleteFiles {"files": [{"uri": "{root}/leaks.phep"}]}
<< window/showMessage
?? vẫn được dùng
=== broken
--- file bad.phep
module bad
use other
duty notify(x: Leak) {
  vi "chưa xong
--- file other.phep
module other
--- open bad.phep
-> workspace/willDeleteFiles {"files": [{"uri": "{root}/other.phep"}]}
<< window/showMessage
