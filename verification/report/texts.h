// What each verification code means, for people: Kazakh, Russian and English.
//
//   TextsOf(finding.code()).kk   // "Қолтаңба мәні тексеруден өтпеді."
//
// Constant texts without any value of the document, so that they may be shown and logged.
#pragma once

#include "oteu/v1/verification.pb.h"

namespace oteu::verification {

struct Texts {
  const char* kk;
  const char* ru;
  const char* en;
};

// A code that this program does not know (a newer peer's) gets the texts of UNSPECIFIED.
Texts TextsOf(oteu::v1::VerificationCode code);
Texts TextsOf(oteu::v1::Indication indication);

}  // namespace oteu::verification
