import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { render } from './evaluate.ts';

function value(expression: string): string {
  const text = `import "array"\nimport "math"\narray.from(rows: [{v: ${expression}}])`;
  return render(text).split('\n').slice(2).join('\n');
}

/** What the functions are to twenty digits, by arithmetic of fifty digits; not by the approximations that run. */
const known: readonly (readonly [string, string])[] = [
  ['erf(x: 0.5)', '0.52049987781304653768'],
  ['erf(x: 0.9)', '0.79690821242283213966'],
  ['erf(x: 2.0)', '0.99532226501895273416'],
  ['erf(x: 3.5)', '0.99999925690162765859'],
  ['erf(x: -1.0)', '-0.84270079294971486934'],
  ['erfc(x: 0.5)', '0.47950012218695346232'],
  ['erfc(x: 0.9)', '0.20309178757716786034'],
  ['erfc(x: 2.0)', '0.0046777349810472658379'],
  ['erfc(x: 3.5)', '7.4309837234141274552e-7'],
  ['erfc(x: 10.0)', '2.088487583762544757e-45'],
  ['erfc(x: -0.5)', '1.52049987781304653768'],
  ['erfinv(x: 0.5)', '0.47693627620446987338'],
  ['erfinv(x: -0.9)', '-1.1630871536766741628'],
  ['erfinv(x: 0.999999)', '3.4589107372754987775'],
  ['erfcinv(x: 0.25)', '0.81341984759761854169'],
  ['erfcinv(x: 1.5)', '-0.47693627620446987338'],
  ['gamma(x: 0.5)', '1.7724538509055160273'],
  ['gamma(x: 5.0)', '24'],
  ['gamma(x: -1.5)', '2.3632718012073547031'],
  ['gamma(x: 40.5)', '1.2860502482549915358e47'],
  ['gamma(x: -35.5)', '5.0848001980288367339e-41'],
  ['gamma(x: 0.0000000001)', '9999999999.4227839709'],
  ['lgamma(x: 0.1).lgamma', '2.252712651734205902'],
  ['lgamma(x: 0.5).lgamma', '0.57236494292470008707'],
  ['lgamma(x: 1.5).lgamma', '-0.12078223763524522235'],
  ['lgamma(x: 1.9).lgamma', '-0.038984275923083361674'],
  ['lgamma(x: 2.5).lgamma', '0.28468287047291915963'],
  ['lgamma(x: 7.5).lgamma', '7.5343642367587329552'],
  ['lgamma(x: 20.0).lgamma', '39.339884187199494036'],
  ['lgamma(x: -0.5).lgamma', '1.2655121234846453965'],
  ['lgamma(x: -2.5).lgamma', '-0.056243716497674050673'],
  ['lgamma(x: float(v: "1e20")).lgamma', '4.505170185988091368e21'],
  ['j0(x: 0.5)', '0.93846980724081290423'],
  ['j0(x: 1.5)', '0.51182767173591812875'],
  ['j0(x: 3.0)', '-0.26005195490193343762'],
  ['j0(x: -4.0)', '-0.39714980986384737229'],
  ['j0(x: 6.0)', '0.15064525725099693166'],
  ['j0(x: 20.0)', '0.16702466434058315473'],
  ['j1(x: 0.5)', '0.24226845767487388638'],
  ['j1(x: -1.5)', '-0.55793650791009964199'],
  ['j1(x: 3.0)', '0.33905895852593645893'],
  ['j1(x: 4.0)', '-0.066043328023549136143'],
  ['j1(x: 6.0)', '-0.27668385812756560817'],
  ['j1(x: 20.0)', '0.066833124175850045579'],
  ['jn(n: 0, x: 3.0)', '-0.26005195490193343762'],
  ['jn(n: 1, x: 3.0)', '0.33905895852593645893'],
  ['jn(n: 2, x: 3.0)', '0.48609126058589107691'],
  ['jn(n: 5, x: 0.5)', '8.053627241357474086e-6'],
  ['jn(n: 5, x: 20.0)', '0.15116976798239497461'],
  ['jn(n: 50, x: 1.0)', '2.9060049481732393945e-80'],
  ['jn(n: -3, x: 2.5)', '-0.21660039103911352477'],
  ['jn(n: 3, x: -2.5)', '-0.21660039103911352477'],
  ['y0(x: 0.5)', '-0.44451873350670655715'],
  ['y0(x: 1.5)', '0.38244892379775884396'],
  ['y0(x: 3.0)', '0.37685001001279038197'],
  ['y0(x: 6.0)', '-0.28819468398157915407'],
  ['y0(x: 20.0)', '0.062640596809383831162'],
  ['y1(x: 0.5)', '-1.4714723926702430692'],
  ['y1(x: 3.0)', '0.32467442479179997844'],
  ['y1(x: 4.0)', '0.39792571055710000525'],
  ['y1(x: 6.0)', '-0.17501034430039825064'],
  ['y1(x: 20.0)', '-0.16551161436252129586'],
  ['yn(n: 2, x: 1.5)', '-0.93219375976297390523'],
  ['yn(n: 5, x: 0.5)', '-7946.3014788074733418'],
  ['yn(n: 5, x: 20.0)', '-0.10003576788953242697'],
  ['yn(n: -3, x: 2.5)', '0.75605549675367099684'],
];

suite('special functions of package math', () => {
  for (const [expression, digits] of known) {
    test(expression, () => {
      const expected = Number(digits);
      const found = Number(value(`math.${expression}`));
      // Some of the published approximations are good to a few units of the last place.
      assert.ok(Math.abs(found - expected) <= 4e-15 * Math.abs(expected), `${found} is not ${expected}`);
    });
  }

  const ends: readonly (readonly [string, string])[] = [
    ['erf(x: math.mInf(sign: 1))', '1'],
    ['erf(x: -7.0)', '-1'],
    ['erf(x: math.NaN())', 'NaN'],
    ['erfc(x: math.mInf(sign: 1))', '0'],
    ['erfc(x: math.mInf(sign: -1))', '2'],
    ['erfinv(x: 1.0)', '+Inf'],
    ['erfinv(x: -1.0)', '-Inf'],
    ['erfinv(x: 1.5)', 'NaN'],
    ['erfcinv(x: 0.0)', '+Inf'],
    ['erfcinv(x: 2.0)', '-Inf'],
    ['gamma(x: 0.0)', '+Inf'],
    ['gamma(x: -0.0)', '-Inf'],
    ['gamma(x: -3.0)', 'NaN'],
    ['gamma(x: 172.0)', '+Inf'],
    ['gamma(x: math.mInf(sign: -1))', 'NaN'],
    ['lgamma(x: -2.0).lgamma', '+Inf'],
    ['lgamma(x: -2.5).sign', '-1'],
    ['lgamma(x: -1.5).sign', '1'],
    ['lgamma(x: 0.0).lgamma', '+Inf'],
    ['lgamma(x: 2.0).lgamma', '0'],
    ['lgamma(x: math.mInf(sign: -1)).lgamma', '-Inf'],
    ['j0(x: 0.0)', '1'],
    ['j0(x: math.mInf(sign: -1))', '0'],
    ['j1(x: 0.0)', '0'],
    ['jn(n: 3, x: 0.0)', '0'],
    ['jn(n: 40, x: 0.0000000001)', '0'],
    ['y0(x: 0.0)', '-Inf'],
    ['y1(x: -1.0)', 'NaN'],
    ['y1(x: math.mInf(sign: 1))', '0'],
    ['yn(n: 2, x: 0.0)', '-Inf'],
    ['yn(n: -1, x: 0.0)', '+Inf'],
  ];
  for (const [expression, expected] of ends)
    test(expression, () => assert.equal(value(`math.${expression}`), expected));

  test('null is refused, an order beyond all measure ends at the limit of steps', () => {
    assert.throws(() => value('math.erf(x: {a: 1.0}.b)'), /argument "x" is null/);
    assert.throws(
      () =>
        render(
          'import "array"\nimport "math"\narray.from(rows: [{v: math.jn(n: 2000000000, x: 2000000001.0)}])',
          { limits: { steps: 10_000 } },
        ),
      /steps/,
    );
    assert.throws(() => value('math.yn(n: 9000000000000000000, x: 1.0)'), /no order as high/);
  });
});
