// Finds browsers that are installed; never downloads one.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable', 'chrome', 'msedge'];
const CHROMIUM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const FIREFOX_NAMES = ['firefox-esr', 'firefox'];
const FIREFOX_PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'];

/** Path of a Chromium, Chrome or Edge, or null. `BROWNOUT_CHROMIUM` names one outright. */
export function findChromium() {
  return find(process.env.BROWNOUT_CHROMIUM, CHROMIUM_NAMES, CHROMIUM_PLACES);
}

/** Path of a Firefox, or null. `BROWNOUT_FIREFOX` names one outright. */
export function findFirefox() {
  return find(process.env.BROWNOUT_FIREFOX, FIREFOX_NAMES, FIREFOX_PLACES);
}

export function browserAdvice() {
  return [
    'Debian and Ubuntu: sudo apt-get install chromium firefox-esr',
    'Elsewhere: install Chrome, Edge or Chromium, and Firefox, from their makers; an installed one is found by itself.',
    'In an unusual place: set BROWNOUT_CHROMIUM and BROWNOUT_FIREFOX to the programs.',
  ].join('\n');
}

function find(named, names, places) {
  if (named) return isProgram(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...names.flatMap((name) => folders.map((folder) => join(folder, process.platform === 'win32' ? `${name}.exe` : name))), ...places];
  return candidates.find(isProgram) ?? null;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
