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

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'messages', messages),
];
