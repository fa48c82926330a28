import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Texts that people read: template strings, and string literals with a space in them. Names and values have none. */
const messages = {
  shouldIgnore({ node }) {
    if (node.type === 'TemplateLiteral') return 'A message text';
    if (node.type === 'StringLiteral' && /\S\s/.test(node.value)) {
      return 'A message text';
    }
    return undefined;
  },
};

/** `default: { const never: never = kind; … }`: the compiler proves that nothing comes there. */
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
