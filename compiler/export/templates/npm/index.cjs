'use strict';

const { readFileSync } = require('node:fs');
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { PhepError, Policy } = require('./policy.cjs');

const wasm = join(__dirname, '{{name}}.wasm');

/** Compiles and instantiates the policy: the module beside this file, or one that the host brings. */
async function load(source = readFile(wasm)) {
  const given = await source;
  const module = given instanceof WebAssembly.Module ? given : await WebAssembly.compile(given);
  return new Policy(await WebAssembly.instantiate(module));
}

/** The same at once. */
function loadSync(source = readFileSync(wasm)) {
  const module = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
  return new Policy(new WebAssembly.Instance(module));
}

module.exports = { PhepError, load, loadSync };
