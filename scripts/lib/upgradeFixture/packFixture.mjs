import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../paths.mjs';

/** Packs the deployments plugin's files of a data directory, without those of Backstage's own plugins. */
export function packDataDirectory(target, directory, database) {
  const content = join(directory, 'fixture');
  mkdirSync(content);
  cpSync(join(directory, 'local'), join(content, 'local'), { recursive: true });
  rmSync(join(content, 'local/lock'), { force: true });
  if (database === 'sqlite') {
    const file = join(directory, 'deployments.sqlite');
    const Sqlite = createRequire(
      join(root, 'plugins/deployments-backend/package.json'),
    )('better-sqlite3');
    const db = new Sqlite(file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.exec('VACUUM');
    db.close();
    cpSync(file, join(content, 'deployments.sqlite'));
  }
  const tar = execFileSync(
    'tar',
    [
      '--sort=name',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '-C',
      content,
      '-c',
      '.',
    ],
    { maxBuffer: 2 ** 28 },
  );
  writeFileSync(
    join(target, `${database}.tar.gz`),
    gzipSync(tar, { level: 9 }),
  );
}

/** Dumps the plugin's PostgreSQL database. */
export function dumpDatabase(target, programs, { port }) {
  const sql = execFileSync(
    join(programs, 'pg_dump'),
    [
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-U',
      'postgres',
      '--no-owner',
      '--no-privileges',
      '--inserts',
      '--rows-per-insert=100',
      'backstage_plugin_deployments',
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  // Commands of psql, which no other client understands.
  const plain = sql.replace(/^\\.*\n/gm, '');
  writeFileSync(join(target, 'postgres.sql.gz'), gzipSync(plain, { level: 9 }));
}
