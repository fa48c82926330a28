import { writeWorkflowFile } from './writeWorkflowFile';

it('writes everything that a client can read from a workflow', () => {
  const text = writeWorkflowFile({
    file: 'deploy.yml',
    name: 'Deploy: all',
    runNameTemplate: 'Deploy ${{ inputs.version }}',
    inputs: {
      version: { required: true, description: 'What to deploy' },
      environment: { type: 'choice', options: ['a', 'b'], default: 'a' },
      slipway_key: {},
    },
    concurrency: { group: '${{ inputs.environment }}' },
    environment: { name: 'production', url: 'https://example.com' },
    jobs: [
      { name: 'build', steps: [{ name: 'Compile' }] },
      { name: 'deploy', steps: [{ name: 'Roll out' }] },
    ],
  });
  expect(text).toBe(`name: "Deploy: all"
run-name: "Deploy \${{ inputs.version }}"
on:
  workflow_dispatch:
    inputs:
      version:
        description: "What to deploy"
        required: true
      environment:
        default: "a"
        type: "choice"
        options: ["a","b"]
      slipway_key: {}
concurrency:
  group: "\${{ inputs.environment }}"
  cancel-in-progress: false
jobs:
  job1:
    name: "build"
    runs-on: ubuntu-latest
    environment:
      name: "production"
      url: "https://example.com"
    steps:
      - name: "Compile"
        run: "true"
  job2:
    name: "deploy"
    runs-on: ubuntu-latest
    needs: job1
    environment:
      name: "production"
      url: "https://example.com"
    steps:
      - name: "Roll out"
        run: "true"
`);
});

it('writes a workflow that cannot be dispatched', () => {
  const text = writeWorkflowFile({
    file: 'test.yml',
    name: 'Test',
    isDispatchable: false,
    jobs: [{ name: 'test', steps: [] }],
  });
  expect(text).toContain('on: push\n');
  expect(text).not.toContain('workflow_dispatch');
});
