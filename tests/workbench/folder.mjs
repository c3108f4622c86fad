// The folder that a window opens: the project and the library, under a name with spaces and Vietnamese letters.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const LIBRARY = 'library';

// As macOS writes file names: letters and marks apart. Made here, because not every tool keeps such a name.
export const DECOMPOSED = 'giấy.phep'.normalize('NFD');
const DECOMPOSED_TEXT = 'module giấy\nuse base\n\nrule được(x: Leak) : bool = x.harmfull\n';

function texts() {
  const project = here('project');
  const files = readdirSync(project).map((name) => [name, readFileSync(join(project, name), 'utf8')]);
  return new Map([...files, [DECOMPOSED, DECOMPOSED_TEXT]]);
}

export class Folder {
  constructor() {
    this.path = join(mkdtempSync(join(tmpdir(), 'phep-workbench-')), 'thư mục luật');
    this.texts = texts();
    cpSync(here('../../stdlib'), join(this.path, LIBRARY), { recursive: true });
    this.restore();
  }

  /** As it was: what a check wrote is gone. */
  restore() {
    for (const name of readdirSync(this.path))
      if (name !== LIBRARY && !this.texts.has(name)) rmSync(join(this.path, name), { recursive: true });
    for (const [name, text] of this.texts) if (this.read(name) !== text) writeFileSync(join(this.path, name), text);
  }

  read(name) {
    try { return readFileSync(join(this.path, name), 'utf8'); } catch { return undefined; }
  }

  remove() {
    rmSync(dirname(this.path), { recursive: true, force: true });
  }
}
