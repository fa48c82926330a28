import { createTestVersions, type TestVersions } from './createTestVersions';
import {
  createTestImages,
  startUnusualRegistry,
  type Answer,
  type ReceivedRequest,
  type TestImages,
  type UnusualRegistry,
} from './unusualRegistry';

/** Registries that answer as a test says, with the same images. */
export interface TestRegistries {
  images: TestImages;
  /** Starts a registry, and creates a source that lists its versions. */
  start(
    answer?: (request: ReceivedRequest, host: string) => Answer,
    options?: Parameters<typeof createTestVersions>[1],
  ): Promise<TestVersions & { registry: UnusualRegistry }>;
  /** Closes what a test has opened itself at the end, too. */
  closeAtEnd(...opened: { close(): void | Promise<void> }[]): void;
  /** Closes everything. */
  close(): Promise<void>;
}

/** Creates the images. Registries are started when they are needed. */
export function createTestRegistries(): TestRegistries {
  const images = createTestImages();
  const opened: { close(): void | Promise<void> }[] = [];
  return {
    images,
    async start(answer = images.answer, options = {}) {
      const registry = await startUnusualRegistry(request =>
        answer(request, registry.host),
      );
      const source = createTestVersions(registry.host, options);
      opened.push(source, registry);
      return { ...source, registry };
    },
    closeAtEnd: (...more) => void opened.push(...more),
    async close() {
      for (const it of opened.splice(0)) await it.close();
    },
  };
}
