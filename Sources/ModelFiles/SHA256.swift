internal import COpenSSL

/// The SHA-256 digest. Source: FIPS 180-4.
public enum SHA256 {
  /// The digest of `bytes` in 64 lower-case hexadecimal digits.
  public static func hexDigest(of bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let status = unsafe EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
    precondition(status == 1, "OpenSSL has no SHA-256")
    return digest.map(hexadecimal).joined()
  }
}
