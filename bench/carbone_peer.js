// Render and convert every context with Carbone, two LibreOffices at once.
// node carbone_peer.js MODULES TEMPLATE CONTEXTS.jsonl FOLDER; each line on stdin asks
// for one pass, each line on stdout answers it with "done" or an error in words.
const fs = require('fs');
const path = require('path');
const readline = require('readline');

const [modules, template, contexts, folder] = process.argv.slice(2);
const carbone = require(path.join(modules, 'carbone'));
const AT_ONCE = 2;
const rows = fs.readFileSync(contexts, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

function make(index) {
  return new Promise((resolve, reject) => {
    carbone.render(template, rows[index], { convertTo: 'pdf' }, (error, data) => {
      if (error) return reject(new Error(String(error)));
      fs.writeFile(path.join(folder, `${index}.pdf`), data, (fault) => (fault ? reject(fault) : resolve()));
    });
  });
}

async function pass() {
  let next = 0;
  const lane = async () => {
    while (next < rows.length) await make(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

carbone.set({ factories: AT_ONCE, startFactory: true });
readline.createInterface({ input: process.stdin }).on('line', () => {
  pass().then(() => console.log('done'), (error) => console.log(`error: ${error.message}`));
}).on('close', () => process.exit(0));
