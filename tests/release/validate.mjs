// An SBOM by the schema that CycloneDX publishes, strictly: validate.mjs FILE
import { readFileSync } from 'node:fs';
import * as CDX from '@cyclonedx/cyclonedx-library';

const { JsonStrictValidator } = CDX.Validation;
const text = readFileSync(process.argv[2], 'utf8');
const validator = new JsonStrictValidator(CDX.Spec.Version.v1dot6);
const wrong = await validator.validate(text);
if (wrong) {
  console.log(JSON.stringify(wrong, null, 1).slice(0, 4000));
  process.exit(1);
}
// It is able to refuse: a component without its name is none.
const broken = JSON.parse(text);
delete broken.components[0].name;
if (!(await validator.validate(JSON.stringify(broken)))) {
  console.log('a component without a name is taken');
  process.exit(1);
}
console.log(`valid: ${JSON.parse(text).components.length} components`);
