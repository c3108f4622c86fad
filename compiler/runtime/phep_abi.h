/* The C ABI of a compiled policy: the same structs in native code and in WebAssembly. Append-only.
 *
 * Pointers take eight bytes everywhere (wasm32 keeps them in the low four), so that offsets are the
 * same on every target. All integers are little-endian. Nothing here allocates; memory is the
 * caller's. */
#ifndef PHEP_ABI_H
#define PHEP_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The Arrow C data interface, word for word as its specification has it. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif

#define PHEP_ABI_VERSION 1

/* An eight-byte slot that holds a pointer. */
#define PHEP_PTR(T) \
  union {           \
    T* ptr;         \
    uint64_t slot;  \
  }

/* What every call returns. */
enum phep_status {
  PHEP_OK = 0,
  PHEP_BAD_ARGUMENT = 1, /* null, wrong size, wrong layout, unknown flag */
  PHEP_BAD_FACTS = 2,    /* a fact out of its range, or JSON that is not the facts' */
  PHEP_SMALL_ARENA = 3,  /* the arena (or the output buffer) is too small: give a larger one */
  PHEP_LIMIT = 4 /* a stated bound was hit: unknown facts, calendar alternatives, JSON size */
};

#define PHEP_NO_DATE INT32_MIN
#define PHEP_MAX_LEAVES 4096u     /* unknown leaves that one call may have */
#define PHEP_MAX_JSON (16u << 20) /* bytes of one facts text */

enum phep_option_flags {
  PHEP_WITH_CERTIFICATE = 1, /* JSON answers carry the certificate */
  PHEP_SLOW_PATH = 2         /* do not use generated code: decide by the interpreter alone */
};

typedef struct phep_options {
  uint32_t size; /* sizeof(phep_options) of the caller */
  uint32_t flags;
  int64_t as_of;    /* UTC milliseconds: the one clock */
  int32_t law_date; /* days since 1970-01-01 that override every law date, or PHEP_NO_DATE */
  uint32_t reading_count;
  PHEP_PTR(const int32_t)
  readings; /* chosen member of each reading in order of declaration; -1 or missing: its default */
} phep_options;

/* What is wrong with a facts text; the words are those of the JSON answer's "code". */
enum phep_problem_code {
  PHEP_P_NONE = 0,
  PHEP_P_SYNTAX = 1,
  PHEP_P_BAD_UTF8 = 2,
  PHEP_P_LONE_SURROGATE = 3,
  PHEP_P_DUPLICATE_KEY = 4,
  PHEP_P_UNKNOWN_KEY = 5,
  PHEP_P_WRONG_TYPE = 6,
  PHEP_P_OUT_OF_RANGE = 7,
  PHEP_P_TOO_LONG = 8,
  PHEP_P_NOT_A_MEMBER = 9,
  PHEP_P_NULL_NOT_ALLOWED = 10,
  PHEP_P_BAD_DATE = 11,
  PHEP_P_BAD_INSTANT = 12,
  PHEP_P_BAD_MONEY = 13,
  PHEP_P_BAD_DECIMAL = 14,
  PHEP_P_DEPTH = 15,
  PHEP_P_TOO_LARGE = 16,
  PHEP_P_TRAILING_TEXT = 17,
  PHEP_P_MISSING_KEY = 18,
  PHEP_P_ABSENT_WITH_VALUE = 19 /* a column says that a fact is absent, and another gives it */
};

/* Where a facts text is wrong. */
typedef struct phep_problem {
  uint32_t code;           /* phep_problem_code */
  uint32_t offset;         /* byte in the text */
  PHEP_PTR(const char) at; /* JSON pointer of the value, UTF-8, in the arena */
  uint32_t at_length;      /* bytes */
  uint32_t reserved;
} phep_problem;

/* Text and lists inside facts. */
typedef struct phep_text {
  PHEP_PTR(const char) data; /* UTF-8, NFC, not NUL-terminated */
  uint32_t length;           /* bytes */
  uint32_t reserved;
} phep_text;

typedef struct phep_list {
  PHEP_PTR(void) items; /* `length` element structs, one after another */
  uint32_t length;
  uint32_t reserved;
} phep_list;

enum phep_tag {
  PHEP_KNOWN = 0,
  PHEP_ABSENT = 1,
  PHEP_UNKNOWN = 2, /* a: first index into missing[], b: how many; aux bit 0: inexact */
  PHEP_ERROR = 3,   /* a: kind, b: symbol of the declaration that raised it */
  PHEP_ONE_OF = 4,  /* a: pointer to the alternatives (phep_value each, arena), b: how many; aux:
                       mask of awaited groups */
  PHEP_BETWEEN = 5  /* unknown, but not beyond certain ends: a: pointer to a phep_bounds (arena) */
};

enum phep_error_kind {
  PHEP_E_CALENDAR_EXHAUSTED = 0, /* in alphabetical order, as "the least by kind" needs */
  PHEP_E_CONFLICT = 1,
  PHEP_E_DATE_OUT_OF_RANGE = 2,
  PHEP_E_DIVISION_BY_ZERO = 3,
  PHEP_E_GAP = 4,
  PHEP_E_NEEDS_ROUNDING = 5,
  PHEP_E_OVERFLOW = 6
};

/* One value of an answer. a and b by type: bool, int, enum, date, instant, money, set: a.
 * decimal: a low, b high half of the 128-bit count of 10^-9. duration: a count, b unit. text: a
 * pointer, b length. */
typedef struct phep_value {
  int32_t tag;
  uint32_t aux;
  uint64_t a;
  uint64_t b;
} phep_value;

/* The ends of an unknown amount of money that are known, in minor units. */
enum phep_bounds_flags {
  PHEP_B_LEAST = 1,
  PHEP_B_MOST = 2,
  PHEP_B_INEXACT = 4 /* missing[] is a superset: a bound was hit */
};
typedef struct phep_bounds {
  int64_t least;
  int64_t most;
  uint32_t missing_first; /* index into missing[] */
  uint32_t missing_count;
  uint32_t flags;
  uint32_t reserved;
} phep_bounds;

enum phep_norm_status {
  PHEP_NOT_APPLICABLE = 0,
  PHEP_UPCOMING = 1,
  PHEP_NOT_IN_FORCE = 2,
  PHEP_EXEMPT = 3,
  PHEP_FULFILLED = 4,
  PHEP_LATE = 5,
  PHEP_DEFERRED = 6,
  PHEP_PENDING = 7,
  PHEP_VIOLATED = 8,
  PHEP_MET = 9,
  PHEP_GRANTED = 10,
  PHEP_NOT_GRANTED = 11,
  PHEP_AVAILABLE = 12,
  PHEP_NOT_AVAILABLE = 13,
  PHEP_POSSIBLY_VIOLATED = 14,
  PHEP_UNDETERMINED = 15,
  PHEP_OPEN = 16,      /* undetermined, and only judgments are missing */
  PHEP_NORM_ERROR = 17 /* done: the error's kind, by_ms: its symbol */
};

enum phep_norm_flags {
  PHEP_N_BINDS = 1,         /* binds is true */
  PHEP_N_BINDS_UNKNOWN = 2, /* binds is unknown */
  PHEP_N_DUE = 4,           /* due_min = due_max is the deadline */
  PHEP_N_DUE_ONE_OF = 8,    /* the deadline lies among alternatives from due_min to due_max */
  PHEP_N_DUE_FROM =
      16, /* past the calendar: the deadline is due_min or later; `awaiting` is the year awaited */
  PHEP_N_DONE = 32,        /* done is set */
  PHEP_N_BY = 64,          /* by_ms is set */
  PHEP_N_UNTIL = 128,      /* until is set: end of the deferral */
  PHEP_N_NO_TRIGGER = 256, /* not applicable since the trigger is known not to exist */
  PHEP_N_INEXACT = 512,    /* missing[] is a superset: a bound was hit */
  PHEP_N_DONE_DAY = 1024,  /* done is a whole local day: days since 1970, not milliseconds */
  PHEP_N_DUE_UP_TO =
      2048, /* past the calendar, counted backward: due_max or earlier; `awaiting` as above */
  PHEP_N_EXCUSED = 4096, /* late, and excused */
  PHEP_N_EXCUSED_UNKNOWN = 8192,
  PHEP_N_BEARERS_UNKNOWN = 16384, /* who is bound is unknown */
  PHEP_N_ENDED = 32768, /* not applicable since the time through which it was to be kept is over */
  PHEP_N_SINCE =
      65536 /* violated, and `since` is set: the deadline, or the conduct that is prohibited */
};

/* One norm's result. Times are UTC milliseconds. `why` has bit i for the i-th exemption that is
 * true; of a norm that is fulfilled, late or met, for the i-th evidence that counts as performance.
 * Of a duty to keep something through an end, `due` is that end. */
typedef struct phep_norm {
  int32_t status;
  uint32_t flags;
  int64_t due_min;
  int64_t due_max;
  int64_t done;
  int64_t by_ms;
  int64_t until;
  uint64_t why;
  uint32_t missing_first; /* index into missing[] */
  uint32_t missing_count;
  PHEP_PTR(const int64_t) alternatives; /* the due instants under PHEP_N_DUE_ONE_OF, ascending */
  uint32_t alternative_count;
  uint32_t awaiting; /* mask of pending calendar groups met (first 32 of the program) */
  uint64_t bearers;  /* bit i: the i-th possible bearer is bound, if the norm binds */
  int64_t since;
} phep_norm;

enum phep_sanction_flags {
  PHEP_S_LIMITED = 1,       /* `limit` is set: after it the sanction can no longer be imposed */
  PHEP_S_BARRED = 2,        /* that moment has passed */
  PHEP_S_BARRED_UNKNOWN = 4 /* whether it has passed is not known */
};

/* One sanction row of a norm: whether it applies (0 no, 1 yes, 2 unknown) and its bounds. A
 * sanction that is time-barred still applies: only nobody can impose it any more. */
typedef struct phep_sanction {
  int32_t applies;
  uint32_t flags;
  phep_value from;
  phep_value to;
  int64_t limit;
} phep_sanction;

/* A NAME_result begins with this. Offsets of what follows are in NAME.h and NAME.abi.json. */
typedef struct phep_result_head {
  uint32_t size;   /* set by the caller: sizeof(NAME_result) */
  uint32_t layout; /* set by the caller: NAME_LAYOUT */
  uint32_t path;   /* 1: generated code decided; 2: the interpreter did; 3: it, of some norms */
  uint32_t missing_count;
  uint64_t steps; /* counted by the interpreter, 0 on the generated path */
  /* Leaves: slot in the low 16 bits; in the high 16 the number of the element among all elements of
   * its kind, outer lists first (for a list of the root: its index). */
  PHEP_PTR(const uint32_t) missing;
} phep_result_head;

/* Where the memory of what a batch makes comes from. */
typedef struct phep_allocator {
  void* context;
  void* (*allocate)(void* context, size_t bytes); /* 64-aligned; null: there is none */
  void (*release)(void* context, void* memory, size_t bytes);
} phep_allocator;

#define PHEP_UNKNOWN_LIST \
  UINT32_MAX /* length of a norm array whose list is unknown: the list is missing */

/* Results of a norm decided for each element of a list, or for each time that a recurring duty has
 * come up (the first record is occurrence 1). Under PHEP_UNKNOWN_LIST `items` is null and `stride`
 * the index into missing[] of the list. */
typedef struct phep_norm_array {
  PHEP_PTR(void) items; /* `length` records: phep_norm, then its phep_sanction rows */
  uint32_t length;
  uint32_t stride; /* bytes of one record */
} phep_norm_array;

#ifdef __cplusplus
}
#endif
#endif
