// Namespaces of what this product reads in a signed XML document.
#pragma once

namespace oteu::verification::xml {

inline constexpr char kDsig[] = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr char kExcC14n[] = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr char kSoap11[] = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr char kSoap12[] = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr char kWsse[] =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
inline constexpr char kWsu[] =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
inline constexpr char kXades[] = "http://uri.etsi.org/01903/v1.3.2#";
inline constexpr char kXml[] = "http://www.w3.org/XML/1998/namespace";

}  // namespace oteu::verification::xml
