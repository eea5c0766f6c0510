#include "service/rpc/error_texts.h"

namespace oteu::rpc {
namespace {

struct Texts {
  const char* kk;
  const char* ru;
  const char* en;
};

// No default: a new reason without its texts does not compile.
Texts TextsOf(ErrorReason reason) {
  switch (reason) {
    case ErrorReason::kInvalidField:
      return {
          "Кейбір өрістер толтырылмаған немесе қате. Аталған өрістерді түзетіп, қайта жіберіңіз.",
          "Некоторые поля не заполнены или заполнены неверно. Исправьте указанные поля и отправьте снова.",
          "Some fields are missing or wrong. Correct the fields named and send again."};
    case ErrorReason::kLimitExceeded:
      return {"Сұраныс рұқсат етілген көлемнен асып кетті.", "Запрос превышает допустимый объём.",
              "The request exceeds what is allowed."};
    case ErrorReason::kRequestIdReused:
      return {"Бұл сұраныс нөмірі басқа мазмұнмен бұрын қолданылған. Жаңа нөмір беріңіз.",
              "Этот номер запроса уже использован с другим содержанием. Укажите новый номер.",
              "This request id was already used with other content. Use a new one."};
    case ErrorReason::kNotFound:
      return {"Сұралған дерек табылмады.", "Запрошенные данные не найдены.",
              "What was asked for was not found."};
    case ErrorReason::kStateConflict:
      return {"Өтініштің қазіргі күйінде бұл әрекетті орындау мүмкін емес.",
              "В текущем состоянии заявления это действие невозможно.",
              "The application's present state does not allow this."};
    case ErrorReason::kConcurrentChange:
      return {"Деректерді осы сәтте басқа біреу өзгертті. Қайталап көріңіз.",
              "Данные одновременно изменил кто-то другой. Повторите попытку.",
              "Somebody else changed this at the same time. Try again."};
    case ErrorReason::kUnknownDistrict:
      return {"Бұл ауданға қызмет көрсетілмейді.", "Этот район не обслуживается.",
              "This district is not served."};
    case ErrorReason::kUnknownRegulation:
      return {"Мұндай қағида жоқ.", "Таких правил нет.", "There is no such regulation."};
    case ErrorReason::kTooEarly:
      return {"Рәсімде белгіленген мерзім әлі өткен жоқ.", "Установленный процедурой срок ещё не истёк.",
              "A deadline of the procedure has not passed yet."};
    case ErrorReason::kUnknownSource:
      return {"Мұндай дереккөз тіркелмеген.", "Такой источник не зарегистрирован.",
              "There is no such source of facts."};
    case ErrorReason::kNotInCharge:
      return {"Бұл дереккөз бүгін аталған мектеп атынан мәлімет бере алмайды.",
              "Этот источник сегодня не вправе сообщать сведения за эту школу.",
              "This source does not speak for the school today."};
    case ErrorReason::kOffsetGap:
      return {"Осы орынға дейінгі мәліметтер әлі сақталмаған. Аталған орыннан бастап жіберіңіз.",
              "Факты до этой позиции ещё не сохранены. Продолжите с указанной позиции.",
              "Facts before this place are not stored yet. Continue from the place named."};
    case ErrorReason::kTokenExpired:
      return {"Өзгерістерді осы белгіден жалғастыру мүмкін емес. Белгісіз қайта бастаңыз.",
              "Продолжить изменения с этой отметки нельзя. Начните заново, без отметки.",
              "The changes cannot be continued from this token. Begin anew, without a token."};
    case ErrorReason::kSlowConsumer:
      return {"Хабарлар уақытында қабылданбады. Соңғы алынған белгіден жалғастырыңыз.",
              "Сообщения не принимались вовремя. Продолжите с последней полученной отметки.",
              "The messages were not taken in time. Continue from the last token received."};
    case ErrorReason::kNoSigningKey:
      return {"Бұл ауданның тізілімін куәландыратын жарамды кілт бапталмаған.",
              "Для района не настроен действующий ключ подписи реестров.",
              "No valid key is configured for sealing this district's registers."};
    case ErrorReason::kOverloaded:
      return {"Қызмет қазір бос емес. Сәлден кейін қайталаңыз.",
              "Служба сейчас перегружена. Повторите чуть позже.", "The service is busy. Try again shortly."};
    case ErrorReason::kShuttingDown:
      return {"Қызмет тоқтатылып жатыр. Сәлден кейін қайталаңыз.",
              "Служба останавливается. Повторите чуть позже.", "The service is stopping. Try again shortly."};
    case ErrorReason::kStorageUnavailable:
      return {"Деректер қоймасы уақытша қолжетімсіз. Ештеңе сақталмады; кейінірек қайталаңыз.",
              "Хранилище данных временно недоступно. Ничего не сохранено; повторите позже.",
              "The data store is unavailable for now. Nothing was stored; try again later."};
    case ErrorReason::kDeadlineExceeded:
      return {"Берілген уақыт ішінде жауап дайын болмады. Сол сұраныс нөмірімен қайталаңыз.",
              "Ответ не был готов в отведённое время. Повторите с тем же номером запроса.",
              "The answer was not ready in time. Try again with the same request id."};
    case ErrorReason::kInternal:
      return {"Ішкі қате. Қолдау қызметіне оқиға нөмірін хабарлаңыз.",
              "Внутренняя ошибка. Сообщите службе поддержки номер происшествия.",
              "An internal error. Tell the support the incident's number."};
  }
  return {"", "", ""};
}

}  // namespace

const char* ErrorText(ErrorReason reason, absl::string_view language) {
  const Texts texts = TextsOf(reason);
  if (language == "ru") return texts.ru;
  if (language == "en") return texts.en;
  return texts.kk;
}

}  // namespace oteu::rpc
