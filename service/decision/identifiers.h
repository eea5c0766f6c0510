// Identifiers of people, legal entities, accounts and districts: shape and control digits.
//
//   IsValidIin("160305599993")              // true, by the first pass of the control digit
//   NormalizeIban("kz86 125k zt50 0410 0100")  // "KZ86125KZT5004100100"
//
// An IIN says nothing about birth date or sex: that link was removed in 2013, and is never derived nor
// checked here. Identifiers in signed payloads and certificates are only *compared*; their shape is checked
// and their control digit is not, because a certificate binds them already. Source: Rules of forming the
// identification number (IIN, BIN); ISO 13616 (IBAN); KATO classifier (district codes).
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace oteu::decision {

// Twelve ASCII digits: the shape of both IIN and BIN.
bool HasIinShape(absl::string_view text);

// Shape and control digit of an individual's number.
bool IsValidIin(absl::string_view text);

// Shape, control digit, kind (digit 5 is 4, 5 or 6) and division (digit 6 is 0..3) of a legal entity's
// number.
bool IsValidBin(absl::string_view text);

// The account number upper-cased and without spaces; nullopt when it is no valid Kazakh IBAN (20 characters,
// mod 97 = 1).
std::optional<std::string> NormalizeIban(absl::string_view text);

// Nine ASCII digits: a code of the classifier of administrative units.
bool HasKatoShape(absl::string_view text);

}  // namespace oteu::decision
