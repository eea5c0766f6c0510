#include "service/logging/event.h"

namespace oteu::logging {

const char* EventName(Event event) {
  switch (event) {
    case Event::kServerStarted:
      return "SERVER_STARTED";
    case Event::kServerStopping:
      return "SERVER_STOPPING";
    case Event::kServerStopped:
      return "SERVER_STOPPED";
    case Event::kStartFailed:
      return "START_FAILED";
    case Event::kCallFinished:
      return "CALL_FINISHED";
    case Event::kCallFailed:
      return "CALL_FAILED";
    case Event::kInternalError:
      return "INTERNAL_ERROR";
    case Event::kReloaded:
      return "RELOADED";
    case Event::kReloadFailed:
      return "RELOAD_FAILED";
    case Event::kLawRecalculated:
      return "LAW_RECALCULATED";
    case Event::kNoticesGiven:
      return "NOTICES_GIVEN";
    case Event::kNoticesFailed:
      return "NOTICES_FAILED";
    case Event::kCalendarEnds:
      return "CALENDAR_ENDS";
    case Event::kHeldRetried:
      return "HELD_RETRIED";
    case Event::kRevocationFetched:
      return "REVOCATION_FETCHED";
    case Event::kRevocationFetchFailed:
      return "REVOCATION_FETCH_FAILED";
    case Event::kRevocationUnchanged:
      return "REVOCATION_UNCHANGED";
    case Event::kOcspUnanswered:
      return "OCSP_UNANSWERED";
    case Event::kHealthChanged:
      return "HEALTH_CHANGED";
    case Event::kListenerDead:
      return "LISTENER_DEAD";
  }
  return "UNKNOWN";
}

const char* LevelName(Level level) {
  switch (level) {
    case Level::kDebug:
      return "DEBUG";
    case Level::kInfo:
      return "INFO";
    case Level::kWarning:
      return "WARNING";
    case Level::kError:
      return "ERROR";
  }
  return "ERROR";
}

}  // namespace oteu::logging
