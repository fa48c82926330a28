import { createHash } from 'node:crypto';
import { buildNotFound } from '../contract/gitHubError';
import { Workflow } from './workflow';
import { writeWorkflowFile } from './writeWorkflowFile';

/** A commit to put into a repository. */
export interface CommitSettings {
  message: string;
  /** 40 hex digits. Default: derived from the repository and the commit's number. */
  sha?: string;
  /** Default: the commit before it; the first has none. */
  parents?: string[];
  /** Login, and name of the commit's author. Default: `octocat`. */
  author?: string;
  /** Default: one minute after the commit before it. */
  date?: Date;
}

/** A commit. */
export interface Commit {
  sha: string;
  message: string;
  parents: string[];
  author: string;
  date: string;
}

/** A pull request to put into a repository. */
export interface PullSettings {
  number: number;
  title: string;
  /** SHA of the commit that merged it; without it, the request is open. */
  mergeCommit?: string;
  /** SHAs of its own commits. */
  commits?: string[];
  author?: string;
}

/** A repository to serve. */
export interface RepositorySettings {
  owner: string;
  name: string;
  /** Default: `main`. */
  defaultBranch?: string;
  /** The oldest first. Default: one commit. */
  commits?: CommitSettings[];
  /** SHA by name of the branch. The default branch is at the last commit unless it is given here. */
  branches?: Record<string, string>;
  /** SHA by name of the tag. */
  tags?: Record<string, string>;
  pulls?: PullSettings[];
  /** Text by path. Files are the same in all commits. */
  files?: Record<string, string>;
  /** Whether the token has access. Default: true. */
  isVisible?: boolean;
}

/** How two commits relate. */
export interface Comparison {
  base: Commit;
  head: Commit;
  mergeBase: Commit;
  /** In `head` and not in `base`, the oldest first. */
  ahead: Commit[];
  /** In `base` and not in `head`. */
  behind: Commit[];
}

const FIRST_COMMIT_MS = Date.UTC(2026, 0, 1);

/** A repository: its commits, references, pull requests, files and workflows. */
export class GitHubRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly branches = new Map<string, string>();
  readonly tags: Map<string, string>;
  readonly pulls: PullSettings[];
  readonly workflows: Workflow[] = [];
  readonly isVisible: boolean;
  readonly #files: Map<string, string>;
  /** In the order in which they were added: parents first. */
  readonly #commits = new Map<string, Commit>();

  constructor(id: number, settings: RepositorySettings) {
    this.id = id;
    this.owner = settings.owner;
    this.name = settings.name;
    this.defaultBranch = settings.defaultBranch ?? 'main';
    this.tags = new Map(Object.entries(settings.tags ?? {}));
    this.pulls = [...(settings.pulls ?? [])];
    this.isVisible = settings.isVisible ?? true;
    this.#files = new Map(Object.entries(settings.files ?? {}));
    const commits = settings.commits ?? [{ message: 'Initial commit' }];
    for (const commit of commits) this.addCommit(commit);
    for (const [name, sha] of Object.entries(settings.branches ?? {})) {
      this.branches.set(name, sha);
    }
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`;
  }

  /** The oldest first. */
  get commits(): Commit[] {
    return [...this.#commits.values()];
  }

  /** Adds a commit and moves the default branch to it. */
  addCommit(settings: CommitSettings): Commit {
    const index = this.#commits.size;
    const last = this.commits.at(-1);
    const commit: Commit = {
      sha:
        settings.sha ??
        createHash('sha1')
          .update(`${this.fullName} ${index} ${settings.message}`)
          .digest('hex'),
      message: settings.message,
      parents: settings.parents ?? (last ? [last.sha] : []),
      author: settings.author ?? 'octocat',
      date: (settings.date ?? new Date(FIRST_COMMIT_MS + index * 60_000))
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
    };
    if (!/^[0-9a-f]{40}$/.test(commit.sha)) {
      throw new Error(`A commit's SHA has 40 hex digits, not "${commit.sha}".`);
    }
    this.#commits.set(commit.sha, commit);
    this.branches.set(this.defaultBranch, commit.sha);
    return commit;
  }

  /** Finds a branch or tag, written in any form that GitHub accepts. */
  findReference(
    reference: string,
  ): { kind: 'branch' | 'tag'; name: string; sha: string } | undefined {
    const match = /^(?:refs\/)?(heads|tags)\/(.+)$/.exec(reference);
    const [kind, name] = match ? [match[1], match[2]] : [undefined, reference];
    const branch = kind === 'tags' ? undefined : this.branches.get(name);
    if (branch) return { kind: 'branch', name, sha: branch };
    const tag = kind === 'heads' ? undefined : this.tags.get(name);
    return tag ? { kind: 'tag', name, sha: tag } : undefined;
  }

  /** Finds the commit of a branch, tag, SHA or beginning of a SHA (7 digits and more). */
  findCommit(reference: string): Commit | undefined {
    const sha = this.findReference(reference)?.sha ?? reference;
    const exact = this.#commits.get(sha);
    if (exact || !/^[0-9a-f]{7,39}$/.test(sha)) return exact;
    return this.commits.find(commit => commit.sha.startsWith(sha));
  }

  findWorkflow(idOrFile: string): Workflow {
    const workflow = this.workflows.find(
      ({ id, file }) => String(id) === idOrFile || file === idOrFile,
    );
    if (!workflow) throw buildNotFound();
    return workflow;
  }

  /** Text of a file; workflow files included. */
  readFile(path: string): string | undefined {
    const workflow = this.workflows.find(candidate => candidate.path === path);
    return workflow ? writeWorkflowFile(workflow) : this.#files.get(path);
  }

  /** Compares two commits. `undefined` without a common ancestor. */
  compare(base: Commit, head: Commit): Comparison | undefined {
    const inBase = this.#collectAncestors(base);
    const inHead = this.#collectAncestors(head);
    const mergeBase = this.commits
      .filter(({ sha }) => inBase.has(sha) && inHead.has(sha))
      .at(-1);
    if (!mergeBase) return undefined;
    return {
      base,
      head,
      mergeBase,
      ahead: this.commits.filter(
        ({ sha }) => inHead.has(sha) && !inBase.has(sha),
      ),
      behind: this.commits.filter(
        ({ sha }) => inBase.has(sha) && !inHead.has(sha),
      ),
    };
  }

  /** With the commit itself. */
  #collectAncestors(commit: Commit): Set<string> {
    const found = new Set<string>();
    const queue = [commit.sha];
    for (let sha = queue.pop(); sha; sha = queue.pop()) {
      if (found.has(sha)) continue;
      found.add(sha);
      queue.push(...(this.#commits.get(sha)?.parents ?? []));
    }
    return found;
  }
}
