import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Ignores texts for people: template strings, and string literals with a space. Names and values contain none. */
const messages = {
  shouldIgnore({ node }) {
    if (node.type === 'TemplateLiteral') return 'A message text';
    if (node.type === 'StringLiteral' && /\S\s/.test(node.value)) {
      return 'A message text';
    }
    return undefined;
  },
};

/** Ignores `default: { const never: never = kind; … }`, which the compiler proves to be unreachable. */
const unreachable = {
  shouldIgnore({ node }) {
    const isProof =
      node.type === 'SwitchCase' &&
      node.consequent[0]?.body?.[0]?.declarations?.[0]?.id.typeAnnotation
        ?.typeAnnotation.type === 'TSNeverKeyword';
    return isProof ? 'Unreachable by the types' : undefined;
  },
};

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'messages', messages),
  declareValuePlugin(PluginKind.Ignore, 'unreachable', unreachable),
];
