/// Up to eight neighbouring elements of a row.
struct Chunk {
  /// The index of the first.
  let start: Int
  /// How many: eight, or fewer at the end of a row.
  let count: Int
}

/// Calls `body` with consecutive chunks that cover `count` elements.
///
/// The body is inlined twice, for full chunks, where every access becomes one vector load or store,
/// and for the rest. Both do the same arithmetic on all lanes, so an element's result does not
/// depend on the chunk it falls into.
@inline(__always)
func forEachChunk(of count: Int, _ body: (Chunk) -> Void) {
  var start = 0
  while count &- start >= 8 {
    body(Chunk(start: start, count: 8))
    start &+= 8
  }
  if start < count { body(Chunk(start: start, count: count &- start)) }
}

/// Calls `body` with the first element and the count of consecutive pieces that cover `count`
/// elements: of 1,024, which stay in the cache while several sweeps go over them, and the rest.
@inline(__always)
func forEachPiece(of count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
  var start = 0
  while start < count {
    body(start, Swift.min(1024, count &- start))
    start &+= 1024
  }
}

/// The elements of one row, from the first column of a kernel's block on.
///
/// Accesses are not checked: the builders of steps prove once that a block lies inside its
/// matrices, and kernels stay within the block.
@safe struct Row<Element: BitwiseCopyable>: BitwiseCopyable {
  private let start: UnsafeMutablePointer<Element>

  /// The row that starts at `start`.
  @inline(__always)
  init(_ start: UnsafeMutableRawPointer) {
    unsafe self.start = start.assumingMemoryBound(to: Element.self)
  }

  /// The address of the first element.
  @inline(__always)
  var address: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(start) }

  /// The first element, for C.
  @inline(__always)
  var elements: UnsafeMutablePointer<Element> { unsafe start }

  /// The rest of the row, from an element on.
  @inline(__always)
  func suffix(from index: Int) -> Row { unsafe Row(UnsafeMutableRawPointer(start + index)) }

  /// One element.
  @inline(__always)
  subscript(index: Int) -> Element {
    get { unsafe start[index] }
    nonmutating set { unsafe start[index] = newValue }
  }
}

extension Row where Element: SIMDScalar {
  /// A chunk of elements; reading fills the lanes behind a short chunk with zeros, and writing
  /// leaves the elements behind it alone.
  @inline(__always)
  subscript(chunk: Chunk) -> Lanes<Element> where Element: ExpressibleByIntegerLiteral {
    get { load(chunk, padding: 0) }
    nonmutating set {
      if chunk.count == 8 {
        unsafe UnsafeMutableRawPointer(start + chunk.start)
          .storeBytes(of: newValue, as: Lanes<Element>.self)
        return
      }
      for lane in 0..<chunk.count { unsafe start[chunk.start &+ lane] = newValue[lane] }
    }
  }

  /// A chunk of elements, with `padding` in the lanes behind a short one.
  @inline(__always)
  func load(_ chunk: Chunk, padding: Element) -> Lanes<Element> {
    if chunk.count == 8 {
      return unsafe UnsafeRawPointer(start + chunk.start).loadUnaligned(as: Lanes<Element>.self)
    }
    var lanes = Lanes<Element>(repeating: padding)
    for lane in 0..<chunk.count { unsafe lanes[lane] = start[chunk.start &+ lane] }
    return lanes
  }
}

extension Lanes where Scalar: Kernels.Scalar {
  /// The sum of all lanes, always in the same order.
  @inline(__always)
  var total: Scalar {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
