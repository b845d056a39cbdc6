// The kernels of lib/engine/network: run() works through a list of operations. TypeScript writes the list (operations.ts) in the
// order of these structs' fields, each of 32 bits.
#include "elementwise.h"
#include "product.h"
#include "windows.h"
#include "winograd.h"

#define FIELDS 19
typedef struct {
  int code, fields[FIELDS];
} Operation;

enum { PRODUCT, PACK, WINOGRAD, PACK_WINOGRAD, GATHER_WINDOWS, ADD_WINDOWS, MAX_POOL, MAX_POOL_GRADIENT, ELEMENTWISE, MEAN, MEAN_GRADIENT };

_Static_assert(sizeof(Winograd) <= FIELDS * sizeof(int), "the largest operation fits");

typedef struct {
  int arrived, round;
} Barrier;

#define SPINS 20000

// Waits until every thread is here. The last to arrive starts the next round; the others spin a while, then sleep.
static void meet(Barrier *barrier, Thread thread) {
  if (thread.count == 1) return;
  int round = __atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE);
  if (__atomic_add_fetch(&barrier->arrived, 1, __ATOMIC_ACQ_REL) == thread.count) {
    __atomic_store_n(&barrier->arrived, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&barrier->round, round + 1, __ATOMIC_RELEASE);
    __builtin_wasm_memory_atomic_notify(&barrier->round, thread.count);
    return;
  }
  for (int i = 0; i < SPINS; i++)
    if (__atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) != round) return;
  while (__atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) == round)
    __builtin_wasm_memory_atomic_wait32(&barrier->round, round, -1);
}

// Every thread calls this with the same list; one operation begins when the one before has ended on all.
__attribute__((export_name("run"))) void run(const Operation *operations, int count, int index, int threads, Barrier *barrier) {
  Thread thread = {index, threads};
  for (int i = 0; i < count; i++) {
    const void *fields = operations[i].fields;
    switch (operations[i].code) {
      case PRODUCT: product(fields, thread); break;
      case PACK: pack(fields, thread); break;
      case WINOGRAD: winograd(fields, thread); break;
      case PACK_WINOGRAD: packWinograd(fields, thread); break;
      case GATHER_WINDOWS: gatherWindows(fields, thread); break;
      case ADD_WINDOWS: addWindows(fields, thread); break;
      case MAX_POOL: maxPool(fields, thread); break;
      case MAX_POOL_GRADIENT: maxPoolGradient(fields, thread); break;
      case ELEMENTWISE: elementwise(fields, thread); break;
      case MEAN: mean(fields, thread); break;
      case MEAN_GRADIENT: meanGradient(fields, thread); break;
    }
    meet(barrier, thread);
  }
}
