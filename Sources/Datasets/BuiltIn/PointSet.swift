import Kernels
import Source

/// A set of points in the plane, drawn by the seed; the same on every machine.
struct PointSet: Sendable {
  /// Its name.
  let name: String
  /// What it is, in a few words.
  let what: String
  /// The standard deviation of what is added to each coordinate, unless the user says otherwise.
  let noise: Double
  /// The number of its classes, unless the user says otherwise.
  let classCount: Int
  /// Whether the user may say otherwise.
  let hasClasses: Bool
  /// The place of point number `index`, of class `index % classes`, before noise.
  let place:
    @Sendable (_ index: Int, _ classes: Int, _ random: inout RandomStream) -> (x: Double, y: Double)

  /// All that there are.
  static let all = [
    PointSet(
      name: "xor", what: "the corners of a square, those opposite of one class", noise: 0.1,
      classCount: 2, hasClasses: false
    ) { index, _, _ in
      // Classes take turns, so each of a class's corners comes with every fourth point.
      let x = index / 2 % 2
      return (Double(x), Double((x + index) % 2))
    },
    PointSet(
      name: "spirals", what: "arms that wind once around each other", noise: 0.03, classCount: 2,
      hasClasses: true
    ) { index, classes, random in
      let radius = random.uniform()
      let arm = Double(index % classes) / Double(classes)
      let (sine, cosine) = sineAndCosine(turns: radius + arm)
      return (radius * cosine, radius * sine)
    },
    PointSet(
      name: "moons", what: "two half circles that reach into each other", noise: 0.1,
      classCount: 2, hasClasses: false
    ) { index, _, random in
      let (sine, cosine) = sineAndCosine(turns: random.uniform() / 2)
      return index % 2 == 0 ? (cosine, sine) : (1 - cosine, 0.5 - sine)
    },
    PointSet(
      name: "blobs", what: "clouds around places that are evenly spread on a circle of radius 5",
      noise: 1, classCount: 3, hasClasses: true
    ) { index, classes, _ in
      let (sine, cosine) = sineAndCosine(turns: Double(index % classes) / Double(classes))
      return (5 * cosine, 5 * sine)
    },
    PointSet(
      name: "circles", what: "a circle of radius 1 and one of radius 0.5 within it", noise: 0.05,
      classCount: 2, hasClasses: false
    ) { index, _, random in
      let (sine, cosine) = sineAndCosine(turns: random.uniform())
      let radius = index % 2 == 0 ? 1 : 0.5
      return (radius * cosine, radius * sine)
    },
  ]

  /// Draws the points. Each class has as many as the others, give or take one, in random order.
  ///
  /// - Throws: E0340 for settings that it does not have.
  func dataset(_ settings: String?, _ text: String) throws(InputError) -> Dataset {
    let settings = try PointSettings(settings, of: self)
    return Dataset(
      name: name, folder: text,
      train: rows(settings.rows, settings, stream: 0, origin: text),
      test: rows(settings.test, settings, stream: 1, origin: text),
      classNames: (0..<settings.classes).map(String.init))
  }

  private func rows(
    _ count: Int, _ settings: PointSettings, stream: UInt64, origin: String
  ) -> Rows {
    var random = RandomStream(seed: settings.seed, stream: PointSet.streams + stream)
    var order = EpochShuffle(count: count)
    order.shuffle { random.below($0) }
    var points: [Float] = []
    points.reserveCapacity(2 * count)
    for index in order.order {
      let (x, y) = place(Int(index), settings.classes, &random)
      points.append(Float(x + settings.noise * random.normal()))
      points.append(Float(y + settings.noise * random.normal()))
    }
    return Rows(
      shape: [2], storage: .floats(points),
      labels: order.order.map { $0 % Int32(settings.classes) }, origin: origin)
  }

  /// Distinguishes the streams of points from the other users of the same seed.
  static let streams: UInt64 = 0x706F_696E_7473_0000
}

/// Sine and cosine of an angle in turns, from additions and products alone, which give the same bits on
/// every machine: the Taylor series up to an eighth of a turn, whose first left-out term is below 2^-53.
func sineAndCosine(turns: Double) -> (sine: Double, cosine: Double) {
  let quarter = (4 * turns).rounded()
  let angle = (turns - quarter / 4) * (2 * Double.pi)
  let square = angle * angle
  var sine = 1.0
  var cosine = 1.0
  for term in stride(from: 16.0, through: 2, by: -2) {
    sine = 1 - sine * square / (term * (term + 1))
    cosine = 1 - cosine * square / (term * (term - 1))
  }
  sine *= angle
  return switch Int(quarter) & 3 {
  case 0: (sine, cosine)
  case 1: (cosine, -sine)
  case 2: (-sine, -cosine)
  default: (-cosine, sine)
  }
}
