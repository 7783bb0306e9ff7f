import { Document, isScalar, visit } from 'yaml';
import { sortedKeys } from '../../../../kube/json.ts';
import { FLOATS, type Json } from './resource.ts';

/**
 * YAML as gcloud prints it: keys in alphabetical order, lists not indented, single quotes where the text would read back as something else, a date too.
 * gcloud folds text past column 80; this does not. Source: Google Cloud SDK 528, googlecloudsdk/core/resource/yaml_printer.py, and its output.
 */
export function yamlText(value: Json, floats = false): string {
  const document = new Document(sortedKeys(value), { version: '1.2', aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key, value: scalar }) {
      if (floats && isScalar(key) && isScalar(scalar) && FLOATS.includes(String(key.value)) && Number.isInteger(scalar.value)) scalar.minFractionDigits = 1;
    },
    Scalar(_, node) {
      if (typeof node.value === 'string' && /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/.test(node.value)) node.type = 'QUOTE_SINGLE';
    },
  });
  return document.toString({ lineWidth: 0, indentSeq: false, singleQuote: true });
}
