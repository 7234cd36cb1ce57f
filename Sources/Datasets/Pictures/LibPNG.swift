internal import CPNG

// libpng's simplified interface: it catches its own errors instead of jumping over Swift's frames, and
// leaves a message.

/// Decompresses a PNG file to bytes, line after line: three for each pixel where `isColored`, otherwise
/// one. What is transparent is laid over white. Samples of 16 bits are rounded to 8; a file with a
/// gamma of its own is brought to sRGB's.
///
/// - Parameter pixelCount: How many pixels the file's head promises; memory is taken for as many.
/// - Returns: The bytes, or libpng's message.
func decodePNG(_ file: [UInt8], pixelCount: Int, isColored: Bool) -> Result<[UInt8], PNGFailure> {
  var image = unsafe png_image()
  unsafe image.version = UInt32(PNG_IMAGE_VERSION)
  defer { unsafe png_image_free(&image) }
  // libpng reads from the file's bytes until it is done.
  return unsafe file.withUnsafeBytes { file in
    guard unsafe png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0,
      unsafe Int(image.width) * Int(image.height) == pixelCount
    else { return .failure(unsafe PNGFailure(image)) }
    let hasAlpha = unsafe image.format & PNG_FORMAT_FLAG_ALPHA != 0
    unsafe image.format =
      (isColored ? PNG_FORMAT_FLAG_COLOR : 0) | (hasAlpha ? PNG_FORMAT_FLAG_ALPHA : 0)
    unsafe image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let colors = isColored ? 3 : 1
    let channels = colors + (hasAlpha ? 1 : 0)
    var pixels = [UInt8](repeating: 0, count: pixelCount * channels)
    let done = unsafe pixels.withUnsafeMutableBytes {
      unsafe png_image_finish_read(&image, nil, $0.baseAddress, 0, nil)
    }
    guard done != 0 else { return .failure(unsafe PNGFailure(image)) }
    if hasAlpha { layOverWhite(&pixels, colors: colors) }
    return .success(pixels)
  }
}

/// Compresses a picture to a PNG file.
func encodePNG(_ bitmap: Bitmap) -> Result<[UInt8], PNGFailure> {
  var image = unsafe png_image()
  unsafe image.version = UInt32(PNG_IMAGE_VERSION)
  unsafe image.width = UInt32(bitmap.width)
  unsafe image.height = UInt32(bitmap.height)
  unsafe image.format = bitmap.channels == 3 ? PNG_FORMAT_FLAG_COLOR : 0
  defer { unsafe png_image_free(&image) }
  // Compressed pixels may be a little longer than they are, and a head comes before them.
  var size = bitmap.bytes.count + bitmap.bytes.count / 100 + bitmap.height + 4096
  var file = [UInt8](repeating: 0, count: size)
  let done = unsafe bitmap.bytes.withUnsafeBytes { pixels in
    unsafe file.withUnsafeMutableBytes {
      unsafe png_image_write_to_memory(&image, $0.baseAddress, &size, 0, pixels.baseAddress, 0, nil)
    }
  }
  guard done != 0 else { return .failure(unsafe PNGFailure(image)) }
  return .success(Array(file.prefix(size)))
}

/// Why libpng gave up.
struct PNGFailure: Error {
  let message: String

  fileprivate init(_ image: png_image) {
    var image = unsafe image
    let text = unsafe withUnsafeBytes(of: &image.message) {
      unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    message = text.isEmpty ? "libpng reads other sizes" : text
  }
}

/// Brings pixels, with their opacity as the last channel, to the colours that are seen where they lie
/// over white: (c a + 255 (255 - a)) / 255, rounded. In place, since pictures may be large.
private func layOverWhite(_ pixels: inout [UInt8], colors: Int) {
  var place = 0
  for first in stride(from: 0, to: pixels.count, by: colors + 1) {
    let opacity = Int(pixels[first + colors])
    for color in first..<(first + colors) {
      let sum = Int(pixels[color]) * opacity + 255 * (255 - opacity)
      pixels[place] = UInt8((sum + 127) / 255)
      place += 1
    }
  }
  pixels.removeSubrange(place...)
}
