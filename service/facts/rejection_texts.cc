#include "service/facts/rejection_texts.h"

namespace oteu::facts {
namespace {

struct Texts {
  const char* kk;
  const char* ru;
  const char* en;
};

Texts TextsOf(oteu::v1::FactErrorReason reason) {
  switch (reason) {
    case oteu::v1::FACT_ERROR_REASON_KIND_NOT_ALLOWED:
      return {"Бұл дереккөз мұндай түрдегі мәліметті бере алмайды.",
              "Этот источник не вправе сообщать факты такого вида.",
              "This source may not state facts of this kind."};
    case oteu::v1::FACT_ERROR_REASON_NOT_A_PUPIL:
      return {"Бала бұл мектептің қабылданған анықтамасында аталмаған.",
              "Ребёнок не указан ни в одной принятой справке этой школы.",
              "No accepted certificate of this school names the child."};
    case oteu::v1::FACT_ERROR_REASON_IN_THE_FUTURE:
      return {"Күн немесе ай әлі келген жоқ.", "День или месяц ещё не наступил.",
              "The day or month has not come yet."};
    case oteu::v1::FACT_ERROR_REASON_REVISION_REUSED:
      return {"Бұл нұсқа бұрын басқа мазмұнмен берілген. Түзету үшін нұсқа нөмірін арттырыңыз.",
              "Эта ревизия уже передана с другим содержанием. Для исправления увеличьте номер ревизии.",
              "This revision was stated before with other content. A correction needs a greater revision."};
    case oteu::v1::FACT_ERROR_REASON_TOO_MANY:
      return {"Бала немесе мәлімет бойынша сақталатын жазбалар саны шегіне жетті.",
              "Достигнуто предельное число фактов о ребёнке или ревизий факта.",
              "There are as many facts of the child, or revisions of the fact, as are kept."};
    default:
      return {"Өріс толтырылмаған, қате немесе мәлімет түріне сай емес.",
              "Поле не заполнено, заполнено неверно или не относится к этому виду факта.",
              "The field is missing, wrong, or does not belong to this kind of fact."};
  }
}

}  // namespace

const char* RejectionText(oteu::v1::FactErrorReason reason, absl::string_view language) {
  const Texts texts = TextsOf(reason);
  if (language == "ru") return texts.ru;
  return language == "en" ? texts.en : texts.kk;
}

}  // namespace oteu::facts
