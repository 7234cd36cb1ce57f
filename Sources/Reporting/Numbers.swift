internal import Glibc

// How numbers are written for people; the same everywhere, whatever the locale.

/// A number with a fixed count of digits behind the point, correctly rounded: to the nearest, and
/// to an even digit from just between two, as C's `printf` does. There are at most 22 digits, since
/// no higher power of ten is a `Double`; a number that has more than 15 in all gets an exponent.
public func fixed(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  let digits = min(digits, 22)
  let negative = value.sign == .minus
  let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
  let product = value.magnitude * scale
  var scaled = product.rounded(.toNearestOrEven)
  // The product may have been rounded to what is just between two; its error tells on which side it
  // is.
  let error = (-product).addingProduct(value.magnitude, scale)
  if product - product.rounded(.down) == 0.5, error != 0 {
    scaled = product.rounded(error > 0 ? .up : .down)
  }
  guard scaled < 9e15 else { return scientific(value, digits) }
  let digitsText = String(Int(scaled))
  let padded = String(repeating: "0", count: max(0, digits + 1 - digitsText.count)) + digitsText
  let whole = padded.dropLast(digits)
  let sign = negative && scaled > 0 ? "-" : ""
  return digits == 0 ? sign + padded : "\(sign)\(whole).\(padded.suffix(digits))"
}

/// A number as a mantissa with a fixed count of digits, at most 14, and a power of ten, such as
/// `1.2e-09`.
public func scientific(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite, value != 0 else { return fixed(value, digits) }
  // With more digits a mantissa would be one of the numbers that `fixed` leaves to this function.
  let digits = min(digits, 14)
  // The power of ten of a tiny number is tiny, too, and has few bits or none.
  let lift = value.magnitude < 1e-290 ? 30 : 0
  let lifted = lift > 0 ? value * 1e30 : value
  var exponent = Int(log10(lifted.magnitude).rounded(.down))
  var mantissa = fixed(lifted / pow(10, Double(exponent)), digits)
  if mantissa.hasPrefix("10") || mantissa.hasPrefix("-10") {
    exponent += 1
    mantissa = fixed(lifted / pow(10, Double(exponent)), digits)
  }
  exponent -= lift
  let power = String(abs(exponent))
  return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(power.count < 2 ? "0" + power : power)"
}

/// A number with as many digits that count as were asked for, or with an exponent where it is tiny
/// or huge; zeros at the end of a fraction are left out.
public func significant(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite, value != 0 else { return fixed(value, 0) }
  let exponent = Int(log10(value.magnitude).rounded(.down))
  guard (-4..<max(digits, 6)).contains(exponent) else { return scientific(value, digits - 1) }
  let text = fixed(value, max(0, digits - 1 - exponent))
  guard text.contains(".") else { return text }
  return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
}

/// A whole number with commas between the thousands.
public func grouped(_ value: Int) -> String {
  let digits = String(value.magnitude)
  var groups: [Substring] = []
  var rest = digits[...]
  while rest.count > 3 {
    groups.insert(rest.suffix(3), at: 0)
    rest = rest.dropLast(3)
  }
  groups.insert(rest, at: 0)
  return (value < 0 ? "-" : "") + groups.joined(separator: ",")
}

/// A count of bytes in the unit that suits it.
public func bytes(_ count: Int) -> String {
  let units = ["B", "kB", "MB", "GB", "TB"]
  var value = Double(count)
  var unit = 0
  while value >= 1000, unit < units.count - 1 {
    value /= 1000
    unit += 1
  }
  return unit == 0 ? "\(count) B" : "\(fixed(value, 2)) \(units[unit])"
}

/// A count of bytes in the unit that suits it, and in full.
func exactBytes(_ count: Int) -> String { "\(bytes(count)) (\(grouped(count)) bytes)" }

/// Milliseconds, or microseconds where there are few.
func duration(milliseconds value: Double) -> String {
  value < 0.1 ? "\(fixed(value * 1000, 1)) us" : "\(fixed(value, 3)) ms"
}
