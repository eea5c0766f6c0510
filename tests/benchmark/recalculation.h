// A book of children recalculated with deltas: the masks and tables of service/entitlement/bulk beside the
// naive loop over the same words and beside the single-case engine, from one run.
#pragma once

namespace oteu::benchmark {

// Prints the figures of a book of `children`; aborts the benchmark when two ways disagree on a sum.
void PrintRecalculation(int children);

}  // namespace oteu::benchmark
