// Fictional identification numbers with a right control digit.
//
//   MakeIin(7)   // "000000000076"-like: twelve digits
//
// They can belong to nobody: a real number begins with a date of birth or of registration, and these begin
// with month 00.
#pragma once

#include <string>
#include <string_view>

namespace oteu::demo_pki {

// The control digit of an IIN or BIN from its first eleven digits; -1 when these have none. The rule: s = sum
// of digit x weight mod 11 with weights 1..11; if 10, again with weights 3..11, 1, 2; if 10 again, there is
// none.
int ControlDigit(std::string_view eleven_digits);

// The index-th fictional IIN, and BIN of a legal entity (fifth digit 4, sixth 0). `index` 0..9999.
std::string MakeIin(int index);
std::string MakeBin(int index);

// A fictional IBAN of a bank code that no bank has ("000").
std::string MakeIban(int index);

}  // namespace oteu::demo_pki
