#include "service/rpc/error_texts.h"

namespace oteu::rpc {
namespace {

struct Texts {
  const char* kk;
  const char* ru;
  const char* en;
};

// No default: a reason without its three texts does not compile.
Texts TextsOf(ErrorReason reason) {
  switch (reason) {
    case ErrorReason::kInvalidField:
      return {"Өтінімнің кейбір өрістері қате толтырылған.", "Некоторые поля запроса заполнены неверно.",
              "Some fields of the request are not right."};
    case ErrorReason::kLimitExceeded:
      return {"Рұқсат етілген шек асып кетті.", "Превышен допустимый предел.", "A limit was exceeded."};
    case ErrorReason::kRequestIdReused:
      return {"Бұл сұрау нөмірі басқа мазмұнмен қолданылған.",
              "Этот номер запроса уже использован с другим содержанием.",
              "This request id was used before with other content."};
    case ErrorReason::kNotFound:
      return {"Сұралған жазба табылмады.", "Запрошенная запись не найдена.",
              "What was asked for was not found."};
    case ErrorReason::kStateConflict:
      return {"Өтініштің қазіргі күйінде бұл әрекетке жол берілмейді.",
              "В текущем состоянии заявления это действие невозможно.",
              "The application's state does not allow this."};
    case ErrorReason::kConcurrentChange:
      return {"Жазбаны осы сәтте басқа біреу өзгертті. Әрекетті қайталаңыз.",
              "Запись одновременно изменена кем-то другим. Повторите действие.",
              "Somebody else changed this at the same moment. Please try again."};
    case ErrorReason::kUnknownDistrict:
      return {"Бұл ауданның қағидалары жүйеде жоқ.", "Правила этого района в системе отсутствуют.",
              "The system holds no rules of this district."};
    case ErrorReason::kUnknownRegulation:
      return {"Мұндай қағидалар жүйеде жоқ.", "Таких правил в системе нет.",
              "The system holds no such rules."};
    case ErrorReason::kTooEarly:
      return {"Рәсімде белгіленген мерзім әлі өткен жоқ.", "Установленный процедурой срок еще не истек.",
              "A period set by the procedure has not passed yet."};
    case ErrorReason::kOverloaded:
      return {"Қызмет қазір шамадан тыс жүктелген. Кейінірек қайталаңыз.",
              "Сервис сейчас перегружен. Повторите попытку позже.",
              "The service is overloaded. Please try again later."};
    case ErrorReason::kShuttingDown:
      return {"Қызмет қайта іске қосылуда. Әрекетті қайталаңыз.",
              "Сервис перезапускается. Повторите попытку.", "The service is restarting. Please try again."};
    case ErrorReason::kStorageUnavailable:
      return {"Деректер сақталмады. Кейінірек қайталаңыз.", "Данные не сохранены. Повторите попытку позже.",
              "Nothing was stored. Please try again later."};
    case ErrorReason::kDeadlineExceeded:
      return {"Сұрауға берілген уақыт бітті.", "Время, отведенное на запрос, истекло.",
              "The time for the call has passed."};
    case ErrorReason::kInternal:
      return {"Қызметтің ішкі қатесі. Оқиға нөмірін хабарлаңыз.",
              "Внутренняя ошибка сервиса. Сообщите номер инцидента.",
              "An internal error. Please quote the incident id."};
  }
  return {"", "", ""};
}

}  // namespace

std::string ErrorText(ErrorReason reason, absl::string_view language) {
  const Texts texts = TextsOf(reason);
  if (language == "ru") return texts.ru;
  if (language == "en") return texts.en;
  return texts.kk;
}

}  // namespace oteu::rpc
