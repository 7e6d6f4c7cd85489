'use strict';
/* Small files of each kind, made here. */
const { createHash } = require('node:crypto');

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const webp = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');

/** Two seconds of silence. */
function wav() {
  const samples = 2 * 8000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
}

/** Only the boxes that tell of 3 seconds at 320 by 240: a browser without the codec cannot play it anyway. */
function mp4() {
  const box = Buffer.alloc(256);
  box.write('ftypisom', 4);
  box.write('moov', 36);
  box.write('mvhd', 44);
  box.writeUInt32BE(1000, 44 + 17);
  box.writeUInt32BE(3000, 44 + 21);
  box.write('trak', 100);
  box.write('stbl', 120);
  box.write('avc1', 140);
  box.writeUInt16BE(320, 140 + 28);
  box.writeUInt16BE(240, 140 + 30);
  return box;
}

const pdf = Buffer.from('%PDF-1.4\n%%EOF\n');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const dataUrl = (mimetype, bytes) => `data:${mimetype};base64,${bytes.toString('base64')}`;

module.exports = { png, webp, wav: wav(), mp4: mp4(), pdf, sha256, dataUrl };
