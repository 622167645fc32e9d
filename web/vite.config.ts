import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

type ModuleInfo = Rolldown.ModuleInfo;

/** Writes sw.js with the list of built files, so that one version of the shell is kept whole or not at all. */
function serviceWorker(): Plugin {
  return {
    name: 'zvonok-service-worker',
    apply: 'build',
    // After Vite's own plugins: chunks that were only styles are taken out of the bundle by them.
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.keys(bundle)
          .filter(name => /\.(js|css|svg)$/.test(name))
          .map(name => '/' + name)
          .sort();
        const extra = ['/manifest.webmanifest', '/icon.svg', '/icon-192.png'];
        const version = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12);
        const source = readFileSync(new URL('./src/sw.js', import.meta.url), 'utf8')
          .replace('__VERSION__', version)
          .replace('[/* files */]', JSON.stringify(['/', ...files, ...extra]));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source });
      },
    },
  };
}

/** The part of the client that every first load needs: what the entry imports without waiting. One file packs best. */
function shell(): (id: string, context: { getModuleInfo(id: string): ModuleInfo | null }) => string | null {
  const known = new Map<string, boolean>();
  return (id, context) => {
    const needed = (one: string): boolean => {
      const before = known.get(one);
      if (before !== undefined) return before;
      known.set(one, false); // until it is known: a circle does not lead to the entry by itself
      const info = context.getModuleInfo(one);
      const answer = !!info && (info.isEntry || info.importers.some(needed));
      known.set(one, answer);
      return answer;
    };
    return needed(id) ? 'shell' : null;
  };
}

const server = process.env['ZVONOK_SERVER'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [serviceWorker()],
  build: {
    outDir: '../handlers/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the content policy allows no data: scripts or styles
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: shell(), debugName: 'shell' }] } } },
    reportCompressedSize: false, // scripts/size.mjs prints the sizes that count
  },
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: true },
      '/connection': { target: server, ws: true, changeOrigin: true },
    },
  },
});
