/** Where the page's parts are, as addresses that the page can load. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** What the content security policy calls the place that serves them. */
  readonly source: string;
  /** Unguessable and new each time. */
  readonly nonce: string;
}

/** The results page. Nothing in it may come from a server: the page's script writes all texts itself. */
export function pageHtml({ script, style, source, nonce }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    `font-src ${source}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${style}">
  <title>Results</title>
</head>
<body>
  <div id="results"></div>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
