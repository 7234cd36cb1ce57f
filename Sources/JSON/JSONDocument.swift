internal import CJSONC

extension JSON {
  /// Reads one JSON value.
  ///
  /// Strict: white space around the value is all that may stand beside it; keys are unique;
  /// integers fit 64 bits, other numbers are finite in double precision; nesting is at most 32
  /// deep; strings are UTF-8 without NUL; no byte order mark.
  ///
  /// - Throws: `JSONError` with the place of the first byte that is wrong.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
    try JSONValidator.validate(bytes)
    return try JSONDocument(parsing: bytes).value
  }

  /// The value as JSON text: compact, or with `pretty` a member or an element a line.
  ///
  /// Numbers are written with as many digits as it takes to read the same number back. JSON has no
  /// NaN and no infinities: they become `null`.
  ///
  /// - Precondition: No key holds NUL.
  public func serialized(pretty: Bool = false) -> String {
    JSONDocument(self).text(pretty: pretty)
  }
}

/// Owns a value of json-c and everything within it.
@safe private final class JSONDocument {
  /// In json-c the JSON value `null` is the null pointer.
  private let root: OpaquePointer?

  /// Parses a text that `JSONValidator` has passed.
  init(parsing bytes: [UInt8]) throws(JSONError) {
    // json-c ends a number at the byte behind it, here a NUL, and counts in Int32.
    guard bytes.count < Int(Int32.max) else {
      throw JSONError("the text is longer than 2 GiB", at: Int(Int32.max))
    }
    let tokener = unsafe json_tokener_new_ex(Int32(JSONValidator.depthLimit + 2))
    defer { unsafe json_tokener_free(tokener) }
    unsafe json_tokener_set_flags(tokener, JSON_TOKENER_STRICT)
    let text = (bytes + [0]).map { CChar(bitPattern: $0) }
    unsafe root = json_tokener_parse_ex(tokener, text, Int32(text.count))
    let status = unsafe json_tokener_get_error(tokener)
    guard status == json_tokener_success else {
      let reason = unsafe String(cString: json_tokener_error_desc(status))
      throw JSONError(reason, at: unsafe json_tokener_get_parse_end(tokener))
    }
  }

  init(_ value: JSON) { unsafe root = JSONDocument.object(of: value) }

  deinit { unsafe json_object_put(root) }

  var value: JSON { unsafe JSONDocument.value(of: root) }

  func text(pretty: Bool) -> String {
    let layout = pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : 0
    return unsafe String(
      cString: json_object_to_json_string_ext(root, layout | JSON_C_TO_STRING_NOSLASHESCAPE))
  }

  private static func value(of object: OpaquePointer?) -> JSON {
    switch unsafe json_object_get_type(object) {
    case json_type_boolean: return .bool(unsafe json_object_get_boolean(object) != 0)
    case json_type_int: return .integer(unsafe json_object_get_int64(object))
    case json_type_double: return .number(unsafe json_object_get_double(object))
    case json_type_string: return .string(unsafe String(cString: json_object_get_string(object)))
    case json_type_array:
      let count = unsafe json_object_array_length(object)
      return .array(
        (0..<count).map { unsafe value(of: json_object_array_get_idx(object, $0)) })
    case json_type_object:
      var members = JSONObject()
      var member = unsafe json_object_iter_begin(object)
      var end = unsafe json_object_iter_end(object)
      while unsafe json_object_iter_equal(&member, &end) == 0 {
        let key = unsafe String(cString: json_object_iter_peek_name(&member))
        members[key] = unsafe value(of: json_object_iter_peek_value(&member))
        unsafe json_object_iter_next(&member)
      }
      return .object(members)
    default: return .null
    }
  }

  /// A new object, which the caller or the object it is added to owns.
  private static func object(of value: JSON) -> OpaquePointer? {
    switch value {
    case .null: return nil
    case .bool(let value): return unsafe json_object_new_boolean(value ? 1 : 0)
    case .integer(let value): return unsafe json_object_new_int64(value)
    case .number(let value):
      return value.isFinite ? unsafe json_object_new_double_s(value, "\(value)") : nil
    case .string(let value):
      return unsafe json_object_new_string_len(value, Int32(value.utf8.count))
    case .array(let elements):
      let array = unsafe json_object_new_array()
      for element in elements { unsafe json_object_array_add(array, object(of: element)) }
      return unsafe array
    case .object(let members):
      let object = unsafe json_object_new_object()
      for (key, value) in members {
        unsafe json_object_object_add(object, key, JSONDocument.object(of: value))
      }
      return unsafe object
    }
  }
}
