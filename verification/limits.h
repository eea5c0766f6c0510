// Every bound of verification/ in one place: what it limits, in which unit, and its name in a LIMIT_EXCEEDED
// finding or in the Status of Verifier::Create. A bound is checked before memory or time is spent on what
// exceeds it.
#pragma once

#include <cstddef>

namespace oteu::verification {

struct Limit {
  const char* name;  // Stable: callers and documentation quote it.
  size_t value;
};

// ---- One signature container ----
// Bytes of a container as received (base64 and PEM count as they come), and of the content of a detached
// signature.
inline constexpr Limit kMaxContainerBytes = {"container_bytes", size_t{2} * 1024 * 1024};
inline constexpr Limit kMaxContentBytes = {"content_bytes", size_t{2} * 1024 * 1024};
// SignerInfos, and certificates beside them.
inline constexpr Limit kMaxSigners = {"signers", 8};
inline constexpr Limit kMaxCertificates = {"certificates", 32};
// Bytes of one certificate. Real ones have 1-3 thousand.
inline constexpr Limit kMaxCertificateBytes = {"certificate_bytes", size_t{32} * 1024};
inline constexpr Limit kMaxDigestAlgorithms = {"digest_algorithms", 16};
// Revocation lists and OCSP responses inside the container, in all places together.
inline constexpr Limit kMaxEmbeddedCrls = {"embedded_crls", 32};
// Attributes of one signer, signed or unsigned, and bytes of all signed ones together.
inline constexpr Limit kMaxAttributes = {"attributes", 32};
inline constexpr Limit kMaxSignedAttributesBytes = {"signed_attributes_bytes", size_t{64} * 1024};
// Values of all unsigned attributes of one signer together, and time stamps of each kind among them.
inline constexpr Limit kMaxUnsignedValues = {"unsigned_values", 64};
inline constexpr Limit kMaxTimestamps = {"timestamps", 8};
// Bytes of one time stamp token. Real ones have 2-6 thousand.
inline constexpr Limit kMaxTimestampBytes = {"timestamp_bytes", size_t{256} * 1024};
// Certificates named by one ESS signing-certificate attribute.
inline constexpr Limit kMaxEssCertificates = {"ess_certificates", 16};
// Bytes of one signature value (RSA-16384 has 2,048).
inline constexpr Limit kMaxSignatureBytes = {"signature_bytes", size_t{2} * 1024};
// BER: levels of nesting, and elements in all (a content of 2 MiB comes in about 2,000 segments).
inline constexpr Limit kMaxBerDepth = {"ber_depth", 32};
inline constexpr Limit kMaxBerElements = {"ber_elements", size_t{64} * 1024};

// ---- One signed XML document ----
// Levels of nesting; attributes of one element (namespace declarations count); declarations in scope of one
// element, and bytes of one declaration's prefix and name.
inline constexpr Limit kMaxXmlDepth = {"xml_depth", 64};
inline constexpr Limit kMaxXmlAttributes = {"xml_attributes", 64};
inline constexpr Limit kMaxXmlNamespaces = {"xml_namespaces", 32};
inline constexpr Limit kMaxXmlNamespaceBytes = {"xml_namespace_bytes", 1024};
// Tags, attributes, comments, CDATA sections and processing instructions of one document: about 220 bytes of
// memory each.
inline constexpr Limit kMaxXmlMarkup = {"xml_markup", size_t{128} * 1024};
// References of one signature, and transforms of one reference.
inline constexpr Limit kMaxXmlReferences = {"xml_references", 16};
inline constexpr Limit kMaxXmlTransforms = {"xml_transforms", 4};
// Bytes that one canonicalisation may write (exclusive canonicalisation repeats namespaces).
inline constexpr Limit kMaxXmlCanonicalBytes = {"xml_canonical_bytes", size_t{8} * 1024 * 1024};
// Steps of all canonicalisations of one document: for each, per element 1 + namespaces in scope^2 +
// attributes^2, which is how libxml2's look-ups grow. About 3 nanoseconds a step.
inline constexpr Limit kMaxXmlWork = {"xml_work", size_t{64} * 1024 * 1024};

// ---- One certification path ----
// Certificates of a chain, the signer's and the anchor included.
inline constexpr Limit kMaxChainCertificates = {"chain_certificates", 8};
// The work of looking for one path: signatures checked in vain or not, candidates looked at, whole paths
// validated, names compared with name constraints.
inline constexpr Limit kMaxPathSignatureChecks = {"path_signature_checks", 64};
inline constexpr Limit kMaxPathSteps = {"path_steps", 4096};
inline constexpr Limit kMaxPathAttempts = {"path_attempts", 64};
inline constexpr Limit kMaxNameComparisons = {"name_comparisons", size_t{256} * 1024};
// Names of one subjectAltName, and subtrees of one kind in a nameConstraints extension.
inline constexpr Limit kMaxGeneralNames = {"general_names", 1024};
// Relative distinguished names, extensions, and entries of a list inside an extension, of one certificate.
inline constexpr Limit kMaxNameAttributes = {"name_attributes", 64};
inline constexpr Limit kMaxExtensions = {"extensions", 64};
inline constexpr Limit kMaxExtensionEntries = {"extension_entries", 64};

// ---- Trust material of one Verifier ----
inline constexpr Limit kMaxAnchors = {"anchors", 64};
inline constexpr Limit kMaxTsaAnchors = {"tsa_anchors", 64};
inline constexpr Limit kMaxIntermediates = {"intermediates", 256};
inline constexpr Limit kMaxCrls = {"crls", 64};
// Bytes of one revocation list. Production: 21 MB with 422,000 entries.
inline constexpr Limit kMaxCrlBytes = {"crl_bytes", size_t{64} * 1024 * 1024};
// Entries of one revocation list (an entry takes at least 20 bytes of the list, 4 of its index, and 16 more
// while it is read).
inline constexpr Limit kMaxCrlEntries = {"crl_entries", size_t{3} * 1024 * 1024};
// Changes of issuer from entry to entry of an indirect list.
inline constexpr Limit kMaxCrlIssuerRuns = {"crl_issuer_runs", size_t{64} * 1024};
// Bytes of an address at which a certificate or a list offers evidence.
inline constexpr Limit kMaxAddressBytes = {"address_bytes", 2048};
// Distribution points that a certificate names, and certificates that may have signed one list.
inline constexpr Limit kMaxDistributionPoints = {"distribution_points", 16};
inline constexpr Limit kMaxCrlIssuers = {"crl_issuers", 8};
// Bytes of one OCSP response (real ones have 2-5 thousand), responses of a Verifier or beside one signature,
// and what one response may hold.
inline constexpr Limit kMaxOcspResponseBytes = {"ocsp_response_bytes", size_t{128} * 1024};
inline constexpr Limit kMaxOcspResponses = {"ocsp_responses", 64};
inline constexpr Limit kMaxOcspSingleResponses = {"ocsp_single_responses", 64};
inline constexpr Limit kMaxOcspCertificates = {"ocsp_certificates", 8};
// Certificates about whose revocation a call tells that nothing is known.
inline constexpr Limit kMaxMissingRevocations = {"missing_revocations", 16};
// Bytes of a nonce (RFC 8954 allows 32; some responders return more).
inline constexpr Limit kMaxOcspNonceBytes = {"ocsp_nonce_bytes", 128};
// Bytes of a policy in text format.
inline constexpr Limit kMaxPolicyBytes = {"policy_bytes", size_t{1} * 1024 * 1024};

// ---- Caches of one Verifier ----
// Signers kept with their parsed certificate and path verdict: about 10 KB each.
inline constexpr Limit kMaxCachedSigners = {"cached_signers", 4096};
// Links between CA certificates whose signature was verified: about 100 bytes each.
inline constexpr Limit kMaxCachedLinks = {"cached_links", 4096};

}  // namespace oteu::verification
