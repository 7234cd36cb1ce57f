/// A page of HTML.
///
/// - Parameters:
///   - title: its title, as plain text.
///   - style: its style sheet.
///   - body: its content, as HTML.
func htmlPage(title: String, style: String, _ body: String) -> String {
  """
  <!DOCTYPE html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>\(xmlEscaped(title))</title>
  <style>
  \(style)
  </style>
  </head>
  <body>
  \(body)</body>
  </html>

  """
}
