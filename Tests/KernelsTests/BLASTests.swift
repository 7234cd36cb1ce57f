import Kernels
import Testing

@Suite struct BLASTests {
  @Test(arguments: floatingPoint) func productsInBlocks(_ element: ElementType) {
    for (m, n, k) in [(1, 1, 1), (1, 17, 9), (3, 7, 31), (9, 8, 64), (17, 1, 300), (64, 31, 33)] {
      for transposeA in [false, true] {
        for transposeB in [false, true] {
          let a = random(element, transposeA ? k : m, transposeA ? m : k)
          let b = random(element, transposeB ? n : k, transposeB ? k : n, seed: 2)
          for cut in Cut.allCases {
            let c = matrix(element, m, n)
            run([.fill(c, with: .nan, block: c.all)])
            for block in cut.blocks(rows: m, columns: n, seed: 7) {
              run(
                .matmul(
                  a, b, into: c, transposeA: transposeA, transposeB: transposeB, block: block))
            }
            let wrong = (0..<m * n).filter { index in
              let (r, s) = (index / n, index % n)
              let sum = (0..<k).reduce(0.0) {
                $0 + (transposeA ? a.at($1, r) : a.at(r, $1))
                  * (transposeB ? b.at(s, $1) : b.at($1, s))
              }
              return !isClose(c[index], sum, element, scale: 30)
            }
            #expect(wrong.isEmpty, "\(m) \(n) \(k) \(transposeA) \(transposeB) \(cut)")
          }
        }
      }
    }
  }

  @Test func theLibraryNamesItself() {
    #expect(BLAS.version.hasPrefix("OpenBLAS"))
    #expect(!BLAS.coreName.isEmpty)
  }

  /// Products on all workers at once give what they give alone.
  @Test func concurrentProducts() {
    let a = random(.f32, 64, 300)
    let b = random(.f32, 300, 100, seed: 2)
    let alone = matrix(.f32, 64, 100)
    let product = { (c: Matrix) in
      Step.matmul(a, b, into: c, transposeA: false, transposeB: false, block: c.all)
    }
    run(product(alone))
    let team = Team(workers: 4)
    let results = (0..<4).map { _ in matrix(.f32, 64, 100) }
    let lists = results.map { StepList(Array(repeating: product($0), count: 20)) }
    for _ in 0..<10 {
      team.run(lists)
      #expect(results.allSatisfy { $0.bytes() == alone.bytes() })
    }
  }
}
