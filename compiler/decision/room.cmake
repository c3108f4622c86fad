# HIR to Decision IR, and Decision IR to the policy image.
phep_room(NAME decision
  SOURCES bound.cpp builder.cpp canonical.cpp columns.cpp facts_layout.cpp image.cpp image_insts.cpp lower.cpp
          lower_choose.cpp lower_expr.cpp lower_list.cpp lower_norm.cpp lower_performance.cpp lower_rule.cpp lower_sanction.cpp lower_special.cpp lower_probe.cpp lower_law.cpp lower_collision.cpp print.cpp ranges.cpp reading_masks.cpp representatives.cpp
          verify.cpp verify_insts.cpp
  LINKS phep_base phep_diagnostics phep_hir phep_runtime
  PRIVATE_LINKS phep_fmt)
