internal import COpenBLAS

/// The library of matrix products.
public enum BLAS {
  /// Makes every product run on the thread that asks for it. Done once, before the first product;
  /// the team of workers brings its own threads.
  public static func useOneThread() { _ = hasOneThread }

  private static let hasOneThread: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// The library's name and version.
  public static var version: String {
    guard let text = unsafe openblas_get_config() else { return "OpenBLAS" }
    return unsafe String(cString: text).split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// The processor family whose kernels the library has chosen.
  public static var coreName: String {
    guard let text = unsafe openblas_get_corename() else { return "unknown" }
    return unsafe String(cString: text)
  }

  /// C = op(A) op(B), row by row.
  @inline(__always)
  static func multiply(_ k: Product, _ a: Row<Float>, _ b: Row<Float>, into c: Row<Float>) {
    unsafe cblas_sgemm(
      CblasRowMajor, k.transposeA ? CblasTrans : CblasNoTrans,
      k.transposeB ? CblasTrans : CblasNoTrans, k.m, k.n, k.k, 1, a.elements, k.strideA,
      b.elements, k.strideB, 0, c.elements, k.strideC)
  }

  /// C = op(A) op(B), row by row.
  @inline(__always)
  static func multiply(_ k: Product, _ a: Row<Double>, _ b: Row<Double>, into c: Row<Double>) {
    unsafe cblas_dgemm(
      CblasRowMajor, k.transposeA ? CblasTrans : CblasNoTrans,
      k.transposeB ? CblasTrans : CblasNoTrans, k.m, k.n, k.k, 1, a.elements, k.strideA,
      b.elements, k.strideB, 0, c.elements, k.strideC)
  }

  /// C = a op(B) for a row a.
  @inline(__always)
  static func multiplyRow(_ k: Product, _ a: Row<Float>, _ b: Row<Float>, into c: Row<Float>) {
    unsafe cblas_sgemv(
      CblasRowMajor, k.transposeB ? CblasNoTrans : CblasTrans, k.transposeB ? k.n : k.k,
      k.transposeB ? k.k : k.n, 1, b.elements, k.strideB, a.elements, 1, 0, c.elements, 1)
  }

  /// C = a op(B) for a row a.
  @inline(__always)
  static func multiplyRow(_ k: Product, _ a: Row<Double>, _ b: Row<Double>, into c: Row<Double>) {
    unsafe cblas_dgemv(
      CblasRowMajor, k.transposeB ? CblasNoTrans : CblasTrans, k.transposeB ? k.n : k.k,
      k.transposeB ? k.k : k.n, 1, b.elements, k.strideB, a.elements, 1, 0, c.elements, 1)
  }
}
