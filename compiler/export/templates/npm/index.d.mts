{{types}}
