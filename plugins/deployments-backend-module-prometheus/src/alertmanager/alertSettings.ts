import { z } from 'zod';
import { escapeRegex, escapeString } from '../promql/escapeLabelValue';

const labelName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected the name of a label');

/** An empty value would match alerts without the label. */
const labelValue = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');

const labelsSchema = z
  .record(labelName, z.union([labelValue, z.array(labelValue).min(1)]))
  .refine(labels => Object.keys(labels).length > 0, {
    message:
      'expected at least one label, e.g. service, or the alerts of all services would count',
  });

/** Schema of the settings of the check and of the start condition. */
export const alertSettingsSchema = z.strictObject({
  /** Name in `deployments.alertmanager.instances`. */
  instance: z.string().min(1).default('default'),
  /** What the labels of an alert must be; a list means any of its values. */
  labels: labelsSchema,
});

export type AlertSettings = z.infer<typeof alertSettingsSchema>;

/** Formats the labels as matchers for the parameter `filter` of Alertmanager. */
export function formatMatchers({ labels }: AlertSettings): string[] {
  return Object.entries(labels).map(([name, value]) =>
    Array.isArray(value)
      ? `${name}=~"${escapeString(value.map(escapeRegex).join('|'))}"`
      : `${name}="${escapeString(value)}"`,
  );
}

/** Describes the labels for people: `service = checkout, severity = critical or page`. */
export function describeLabels({ labels }: AlertSettings): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name} = ${[value].flat().join(' or ')}`)
    .join(', ');
}
