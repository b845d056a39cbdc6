/** A small local server that shows the page of the checks, and shows it again after each run. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The page stays as it is for the file; around it is a frame that loads it again, where the reader had scrolled to. */
const FRAME = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your checks</title>
<style>html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block; }</style>
</head>
<body>
<iframe src="/checks.html" title="Your checks"></iframe>
<script>
new EventSource('/changes').onmessage = () => document.querySelector('iframe').contentWindow.location.reload();
</script>
</body>
</html>
`;

export class LivePage {
  private page = '';
  private readonly readers = new Set<ServerResponse>();

  private constructor(private readonly server: Server) {
    server.on('request', ({ url = '/' }, response) => {
      if (url === '/changes') this.follow(response);
      else if (url === '/checks.html') send(response, this.page);
      else if (url === '/') send(response, FRAME);
      else response.writeHead(404).end();
    });
  }

  /** Listens on this machine only, on a port that is free. */
  static async start(): Promise<LivePage> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new LivePage(server);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  show(page: string): void {
    this.page = page;
    for (const reader of this.readers) reader.write('data: changed\n\n');
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private follow(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders();
    this.readers.add(response);
    response.on('close', () => this.readers.delete(response));
  }
}

function send(response: ServerResponse, page: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
}
